import { GraphQLScalarType, Kind } from 'graphql';
import { UnreadableValue } from '../../values/unreadable-value.js';
import { atLiteral } from './at-literal.js';
import { badValue } from './bad-value.js';

const form = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;
const canonicalForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;
const expected = 'DateTime expects an RFC 3339 string like "2026-11-21T21:51:31.123456Z"';

/**
 * Brings an RFC 3339 date-time into the one form that the program holds: UTC, six fractional digits, a final Z.
 * A JavaScript Date would cut the microseconds, so none is ever the value.
 *
 * @param text with any offset and 0 to 6 fractional digits, years 0001 to 9999
 * @returns `2026-11-21T21:51:31.123456Z`
 * @throws GraphQLError (BAD_USER_INPUT) for anything else, also for days and times that do not exist
 */
export function canonicalDateTime(text: string): string {
  const match = form.exec(text);
  if (!match) throw badValue(`${expected}, with an offset and at most 6 fractional digits.`);
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const offsetHours = Number(match[9] ?? 0);
  const offsetMinutes = Number(match[10] ?? 0);
  if (hour > 23 || minute > 59 || second > 59 || offsetHours > 23 || offsetMinutes > 59) {
    throw badValue(`${expected}; this time does not exist.`);
  }
  const date = new Date(0);
  // setUTCFullYear takes the years 0 to 99 as they are; Date.UTC would make them 1900 to 1999.
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) {
    throw badValue(`${expected}; this day does not exist.`);
  }
  const east = (offsetHours * 60 + offsetMinutes) * (match[8] === '-' ? -1 : 1);
  date.setUTCHours(hour, minute - east, second);
  const utcYear = date.getUTCFullYear();
  if (year < 1 || utcYear < 1 || utcYear > 9999) throw badValue(`${expected}, in the years 0001 to 9999.`);
  return `${date.toISOString().slice(0, 19)}.${(match[7] ?? '').padEnd(6, '0')}Z`;
}

function fromUnknown(value: unknown): string {
  if (typeof value !== 'string') throw badValue(`${expected}.`);
  return canonicalDateTime(value);
}

export const DateTimeScalar = new GraphQLScalarType<string, string>({
  name: 'DateTime',
  description: 'An instant as an RFC 3339 string in UTC with microseconds: `2026-11-21T21:51:31.123456Z`.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  serialize(value) {
    if (value instanceof UnreadableValue) return value.instead('DateTime');
    // Not the error of bad input: whatever else comes out of the program is the program's mistake.
    if (typeof value !== 'string' || !canonicalForm.test(value)) throw new TypeError('A DateTime is not in its form.');
    return value;
  },
  parseValue: fromUnknown,
  parseLiteral(node) {
    if (node.kind !== Kind.STRING) throw badValue(`${expected}.`, node);
    return atLiteral(node, () => canonicalDateTime(node.value));
  },
});
