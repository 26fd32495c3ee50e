import { JsonType } from '@mikro-orm/core';
import { isDeepStrictEqual } from 'node:util';
import { currentAnswerBudget } from './answer-budget.js';
import { measureJson } from './json-size.js';
import { parseStoredJson } from './stored-json.js';

/**
 * `jsonb` that is text on its way from and to PostgreSQL: parsed by the driver, the JSON text `"1"` and the JSON number
 * 1 could no longer be told apart, and long numbers would be rounded. Compared by value: the order of keys says
 * nothing.
 */
export class ExactJson extends JsonType {
  override convertToJSValueSQL(key: string): string {
    return `(${key})::text`;
  }

  override convertToJSValue(value: unknown): unknown {
    if (typeof value !== 'string') return value;
    currentAnswerBudget()?.read(measureJson(value).more);
    return parseStoredJson(value);
  }

  override compareValues(a: unknown, b: unknown): boolean {
    // The same text is the same value; a record has many long values that stay as they are.
    return a === b || isDeepStrictEqual(parsed(a), parsed(b));
  }

  override getColumnType(): string {
    return 'jsonb';
  }
}

/** Whoever compares counts that as work of its own. */
function parsed(value: unknown): unknown {
  return typeof value === 'string' ? parseStoredJson(value) : value;
}
