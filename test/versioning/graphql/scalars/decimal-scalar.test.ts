import fc from 'fast-check';
import { Kind } from 'graphql';
import { describe, expect, it } from 'vitest';
import {
  plainDecimal,
  DecimalScalar,
  decimalScalar,
} from '../../../../src/versioning/graphql/scalars/decimal-scalar.js';

const size = { precision: 38, scale: 10 };

describe('plainDecimal', () => {
  it.each([
    ['0', '0'],
    ['-0.000', '0.000'],
    ['007.50', '7.50'],
    ['-0.0000000001', '-0.0000000001'],
    ['9999999999999999999999999999.9999999999', '9999999999999999999999999999.9999999999'],
    ['1.5000000000000000', '1.5000000000'],
  ])('makes %s %s', (text, canonical) => expect(plainDecimal(text, size)).toBe(canonical));

  it.each([
    '10000000000000000000000000000',
    '0.00000000001',
    '1e3',
    'NaN',
    'Infinity',
    '+1',
    '.5',
    '5.',
    '1,5',
    '',
    ' 1',
    '1 ',
  ])('refuses %j', (text) => expect(() => plainDecimal(text, size)).toThrow(/^Decimal expects/));

  it('keeps the value, and its own form', () => {
    const decimals = fc.tuple(fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n }), fc.constant(10));
    fc.assert(
      fc.property(decimals, ([units, scale]) => {
        const sign = units < 0n ? '-' : '';
        const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
        const text = `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
        const canonical = plainDecimal(text, size);
        expect(unitsOf(canonical, scale)).toBe(units);
        expect(plainDecimal(canonical, size)).toBe(canonical);
      }),
    );
  });
});

describe('DecimalScalar', () => {
  it('takes strings only, because a JSON number has been a double', () => {
    expect(() => DecimalScalar.parseValue(1.5)).toThrow(/^Decimal expects a string/);
    expect(() => DecimalScalar.parseLiteral({ kind: Kind.FLOAT, value: '1.5' })).toThrow(/^Decimal expects a string/);
    expect(DecimalScalar.parseLiteral({ kind: Kind.STRING, value: '1.50' })).toBe('1.50');
  });

  it('gives PostgreSQL’s text out as it is, be it larger than what it takes', () => {
    expect(DecimalScalar.serialize('1.5000000000')).toBe('1.5000000000');
    expect(DecimalScalar.serialize(`1${'0'.repeat(40)}.5`)).toBe(`1${'0'.repeat(40)}.5`);
    expect(() => DecimalScalar.serialize(1.5)).toThrow(TypeError);
  });

  it('can be made for another size', () => {
    const money = decimalScalar('Money', { precision: 12, scale: 2 });
    expect(money.parseValue('9999999999.99')).toBe('9999999999.99');
    expect(() => money.parseValue('0.001')).toThrow(/at most 10 digits before and 2 after/);
  });
});

function unitsOf(text: string, scale: number): bigint {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  return BigInt(`${text.startsWith('-') ? '-' : ''}${whole}${fraction.padEnd(scale, '0')}`);
}
