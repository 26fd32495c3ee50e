import { JsonType } from '@mikro-orm/core';
import { isDeepStrictEqual } from 'node:util';
import { parseStoredJson } from './stored-json.js';

/**
 * `jsonb` that is text on its way from and to PostgreSQL: parsed by the driver, the JSON text `"1"` and the JSON number 1
 * could no longer be told apart, and long numbers would be rounded. Compared by value: the order of keys says nothing.
 */
export class ExactJson extends JsonType {
  override convertToJSValueSQL(key: string): string {
    return `(${key})::text`;
  }

  override convertToJSValue(value: unknown): unknown {
    return typeof value === 'string' ? parseStoredJson(value) : value;
  }

  override compareValues(a: unknown, b: unknown): boolean {
    return isDeepStrictEqual(this.convertToJSValue(a), this.convertToJSValue(b));
  }

  override getColumnType(): string {
    return 'jsonb';
  }
}
