import fc from 'fast-check';
import { Kind } from 'graphql';
import { describe, expect, it } from 'vitest';
import { BigIntScalar } from '../../../../src/versioning/graphql/scalars/big-int-scalar.js';

describe('BigIntScalar', () => {
  it('gives every integer of 64 bits back as the same string', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
        const text = value.toString();
        expect(BigIntScalar.parseValue(text)).toBe(text);
        expect(BigIntScalar.parseLiteral({ kind: Kind.INT, value: text })).toBe(text);
        expect(BigIntScalar.serialize(text)).toBe(text);
        expect(BigIntScalar.serialize(value)).toBe(text);
      }),
    );
  });

  it('takes numbers as far as they are exact', () => {
    expect(BigIntScalar.parseValue(Number.MAX_SAFE_INTEGER)).toBe('9007199254740991');
    expect(BigIntScalar.parseValue(-0)).toBe('0');
    expect(() => BigIntScalar.parseValue(Number.MAX_SAFE_INTEGER + 1)).toThrow(/up to 2\^53 - 1/);
    expect(() => BigIntScalar.parseValue(1.5)).toThrow(/^BigInt expects/);
  });

  it.each([
    '9223372036854775808',
    '-9223372036854775809',
    '',
    ' 1',
    '1.0',
    '1e3',
    '0x10',
    '+1',
    '-0',
    '007',
    '1'.repeat(40),
  ])('refuses %j', (text) => expect(() => BigIntScalar.parseValue(text)).toThrow(/^BigInt expects/));
});
