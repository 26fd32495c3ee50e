import { GraphQLScalarType, Kind } from 'graphql';
import { storedNumeric } from '../../values/exact-decimal.js';
import { UnreadableValue } from '../../values/unreadable-value.js';
import { atLiteral } from './at-literal.js';
import { badValue } from './bad-value.js';

/** How many digits a decimal has in all, and how many of them stand after the point; as in PostgreSQL's numeric. */
export interface DecimalSize {
  precision: number;
  scale: number;
}

const form = /^(-?)(\d+)(?:\.(\d+))?$/;

/**
 * Brings a decimal number into PostgreSQL's form: no leading zeros, no sign on zero, no exponent. Zeros at the end are
 * kept, as far as there is room for them: `007.50` becomes `7.50`.
 *
 * @param text digits, perhaps with a sign and a point
 * @param size refuses what PostgreSQL's `numeric(precision, scale)` would round or could not hold
 * @throws GraphQLError (BAD_USER_INPUT) for anything else
 */
export function plainDecimal(text: string, size: DecimalSize): string {
  const match = form.exec(text);
  if (!match) throw badValue('Decimal expects a number as a string of digits like "1234.5".');
  const whole = match[2]!.replace(/^0+/, '');
  const fraction = match[3] ?? '';
  if (whole.length > size.precision - size.scale || /[1-9]/.test(fraction.slice(size.scale))) {
    throw badValue(
      `Decimal expects at most ${size.precision - size.scale} digits before and ${size.scale} after the point.`,
    );
  }
  const kept = fraction.slice(0, size.scale);
  return storedNumeric(`${match[1]}${match[2]}${kept === '' ? '' : `.${kept}`}`);
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
    return plainDecimal(value, size);
  };
  return new GraphQLScalarType<string, string>({
    name,
    description: `A decimal number as a string, exact: up to ${size.precision - size.scale} digits before and ${size.scale} after the point.`,
    serialize(value) {
      if (value instanceof UnreadableValue) return value.instead(name);
      if (typeof value !== 'string' || !form.test(value)) throw new TypeError(`A ${name} is not in its form.`);
      return storedNumeric(value);
    },
    parseValue: fromUnknown,
    parseLiteral(node) {
      if (node.kind !== Kind.STRING) throw badValue(`${name} expects a string like "1234.5".`, node);
      return atLiteral(node, () => plainDecimal(node.value, size));
    },
  });
}

/** Takes what a column `numeric(38,10)` holds; gives what is stored. */
export const DecimalScalar = decimalScalar('Decimal', { precision: 38, scale: 10 });
