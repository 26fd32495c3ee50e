import { isCalendarDay } from './calendar-day.js';
import { isRecordId } from './record-id.js';

const declaration = /^(\w+)(?:\((\d+)(?:, ?(\d+))?\))?$/;
const decimal = /^-?0*(\d*)(?:\.(\d*?)0*)?$/;

const integers: Readonly<Record<string, number>> = { smallint: 2 ** 15, int: 2 ** 31, integer: 2 ** 31 };

/**
 * Says why a column cannot hold a value exactly. PostgreSQL would say it too, but late, and without naming the field.
 *
 * @param columnType as in `create table`: `varchar(255)`, `numeric(38,10)`, `uuid`
 * @returns the end of a sentence; undefined for a value that can be held, and for types that hold whatever comes
 */
export function outOfRange(columnType: string, value: unknown): string | undefined {
  const [, type = '', first, second = '0'] = declaration.exec(columnType) ?? [];
  if (typeof value === 'number' && type in integers) return outOfInteger(integers[type]!, value);
  if (typeof value !== 'string') return undefined;
  switch (type) {
    case 'varchar':
      return first === undefined ? undefined : tooLong(Number(first), value);
    case 'numeric':
      return first === undefined ? undefined : tooPrecise(Number(first), Number(second), value);
    case 'uuid':
      return isRecordId(value) ? undefined : 'must be a UUID in lower case.';
    case 'date':
      return isCalendarDay(value) ? undefined : 'must be a day like "2026-11-21", in the years 0001 to 9999.';
    default:
      return undefined;
  }
}

function outOfInteger(bound: number, value: number): string | undefined {
  const fits = Number.isInteger(value) && value >= -bound && value < bound;
  return fits ? undefined : `must be an integer from ${-bound} to ${bound - 1}.`;
}

function tooLong(limit: number, text: string): string | undefined {
  // PostgreSQL counts characters, JavaScript's length counts UTF-16 units.
  return [...text].length > limit ? `is longer than ${limit} characters.` : undefined;
}

function tooPrecise(precision: number, scale: number, text: string): string | undefined {
  const [, whole, fraction = ''] = decimal.exec(text) ?? [];
  const fits = whole !== undefined && whole.length <= precision - scale && fraction.length <= scale;
  return fits ? undefined : `must have at most ${precision - scale} digits before and ${scale} after the point.`;
}
