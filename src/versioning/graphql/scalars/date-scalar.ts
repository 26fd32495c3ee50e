import { GraphQLScalarType, Kind } from 'graphql';
import { isCalendarDay } from '../../values/calendar-day.js';
import { UnreadableValue } from '../../values/unreadable-value.js';
import { atLiteral } from './at-literal.js';
import { badValue } from './bad-value.js';

const expected = 'Date expects a day like "2026-11-21", in the years 0001 to 9999';

function day(value: unknown): string {
  if (typeof value !== 'string' || !isCalendarDay(value)) throw badValue(`${expected}.`);
  return value;
}

export const DateScalar = new GraphQLScalarType<string, string>({
  name: 'Date',
  description: 'A day without a time or a time zone: `2026-11-21`.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339#section-5.6',
  serialize(value) {
    if (value instanceof UnreadableValue) return value.instead('Date');
    if (typeof value !== 'string' || !isCalendarDay(value)) throw new TypeError('A Date is not in its form.');
    return value;
  },
  parseValue: day,
  parseLiteral(node) {
    if (node.kind !== Kind.STRING) throw badValue(`${expected}.`, node);
    return atLiteral(node, () => day(node.value));
  },
});
