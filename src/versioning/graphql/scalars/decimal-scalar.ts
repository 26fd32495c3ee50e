import { GraphQLScalarType, Kind } from 'graphql';
import { UnreadableValue } from '../../core/unreadable-value.js';
import { atLiteral } from './at-literal.js';
import { badValue } from './bad-value.js';

/** How many digits a decimal has in all, and how many of them stand after the point; as in PostgreSQL's numeric. */
export interface DecimalSize {
  precision: number;
  scale: number;
}

const form = /^(-?)(\d+)(?:\.(\d+))?$/;

/**
 * Brings a decimal number into one form: no outer zeros, no sign on zero, no exponent. `007.50` becomes `7.5`.
 *
 * @param text digits, perhaps with a sign and a point
 * @param size refuses what PostgreSQL's `numeric(precision, scale)` would round or could not hold
 * @throws GraphQLError (BAD_USER_INPUT) for anything else
 */
export function canonicalDecimal(text: string, size: DecimalSize): string {
  const match = form.exec(text);
  if (!match) throw badValue('Decimal expects a number as a string of digits like "1234.5".');
  const whole = (match[2] ?? '').replace(/^0+/, '');
  const fraction = withoutTrailingZeros(match[3] ?? '');
  if (whole.length > size.precision - size.scale || fraction.length > size.scale) {
    throw badValue(
      `Decimal expects at most ${size.precision - size.scale} digits before and ${size.scale} after the point.`,
    );
  }
  const digits = `${whole === '' ? '0' : whole}${fraction === '' ? '' : `.${fraction}`}`;
  return digits === '0' ? '0' : `${match[1]}${digits}`;
}

/**
 * Makes a scalar for decimal numbers of one size.
 *
 * @param name the scalar's name in the schema
 * @param size digits in all and after the point
 */
export function decimalScalar(name: string, size: DecimalSize): GraphQLScalarType<string, string> {
  const fromUnknown = (value: unknown): string => {
    // A JSON number has lost what a double cannot hold before it comes here.
    if (typeof value !== 'string') throw badValue(`${name} expects a string like "1234.5", not a number.`);
    return canonicalDecimal(value, size);
  };
  return new GraphQLScalarType<string, string>({
    name,
    description: `A decimal number as a string, exact: up to ${size.precision - size.scale} digits before and ${size.scale} after the point.`,
    serialize(value) {
      if (value instanceof UnreadableValue) return value.instead(name);
      if (typeof value !== 'string' || !form.test(value)) throw new TypeError(`A ${name} is not in its form.`);
      return canonicalDecimal(value, size);
    },
    parseValue: fromUnknown,
    parseLiteral(node) {
      if (node.kind !== Kind.STRING) throw badValue(`${name} expects a string like "1234.5".`, node);
      return atLiteral(node, () => canonicalDecimal(node.value, size));
    },
  });
}

/** Holds what a column `numeric(38,10)` holds. */
export const DecimalScalar = decimalScalar('Decimal', { precision: 38, scale: 10 });

function withoutTrailingZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits[end - 1] === '0') end -= 1;
  return digits.slice(0, end);
}
