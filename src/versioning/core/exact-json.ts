import { type EntityProperty, JsonType } from '@mikro-orm/core';
import { isDeepStrictEqual } from 'node:util';

/** `jsonb` compared by value: the default compares text, so that a mere change in the order of keys looks like a change. */
export class ExactJson extends JsonType {
  override compareValues(a: unknown, b: unknown): boolean {
    return isDeepStrictEqual(parsed(a), parsed(b));
  }

  override getColumnType(_property: EntityProperty): string {
    return 'jsonb';
  }
}

// Through text, also for what is parsed already: objects of GraphQL literals have no prototype.
function parsed(value: unknown): unknown {
  return JSON.parse(typeof value === 'string' ? value : JSON.stringify(value));
}
