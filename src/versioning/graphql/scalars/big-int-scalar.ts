import { GraphQLScalarType, Kind } from 'graphql';
import { atLiteral } from './at-literal.js';
import { badValue } from './bad-value.js';

const form = /^(?:0|-?[1-9]\d{0,18})$/;
const least = -(2n ** 63n);
const greatest = 2n ** 63n - 1n;
const expected = 'BigInt expects an integer of 64 bits as a string like "9007199254740993"';

function int64(text: string): string {
  if (!form.test(text)) throw badValue(`${expected}.`);
  const value = BigInt(text);
  if (value < least || value > greatest) throw badValue(`${expected}, from ${least} to ${greatest}.`);
  return text;
}

function fromUnknown(value: unknown): string {
  if (typeof value === 'string') return int64(value);
  if (typeof value === 'bigint') return int64(value.toString());
  if (Number.isSafeInteger(value)) return int64((value as number).toFixed(0));
  throw badValue(`${expected}; a number is accepted up to 2^53 - 1.`);
}

export const BigIntScalar = new GraphQLScalarType<string, string>({
  name: 'BigInt',
  description: 'An integer of 64 bits, as a string in answers; a string or a number up to 2^53 - 1 in input.',
  serialize(value) {
    if (typeof value === 'bigint' || Number.isSafeInteger(value)) return String(value);
    if (typeof value === 'string' && form.test(value)) return value;
    throw new TypeError('A BigInt is not in its form.');
  },
  parseValue: fromUnknown,
  parseLiteral(node) {
    // The literal is read as text, so that it may be beyond 2^53 also without quotes.
    if (node.kind !== Kind.STRING && node.kind !== Kind.INT) throw badValue(`${expected}.`, node);
    return atLiteral(node, () => int64(node.value));
  },
});
