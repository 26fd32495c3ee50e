import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isExactNumber } from '../../../../src/versioning/values/exact-number.js';

describe('isExactNumber', () => {
  it.each([
    '0',
    '-0',
    '1.0',
    '1.50',
    '0.1',
    '1e3',
    '1E+2',
    '-12.75e-3',
    '9007199254740991',
    '9007199254740992',
    '1e23',
    '5e-324',
    '0e400',
    '0.000',
    `0.5${'0'.repeat(300)}`,
    `${'0'.repeat(300)}.25e2`,
    '123456789012345e-7',
    '100000000000000000000',
  ])('keeps %s', (source) => expect(isExactNumber(source)).toBe(true));

  it.each([
    '9007199254740993',
    '-9007199254740993',
    '12345678901234567890',
    '0.1000000000000000055511151231257827',
    '1.00000000000000000001',
    '1e400',
    '1e-400',
    `1e-${'9'.repeat(100_000)}`,
    '4e-324',
    '123456789012345e-330',
    '0.1234567890123456789',
    `1e${'9'.repeat(50)}`,
  ])('refuses %s', (source) => expect(isExactNumber(source)).toBe(false));

  it('accepts every number that JavaScript itself prints', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => isExactNumber(JSON.stringify(value))),
    );
  });

  it('accepts an integer exactly when JavaScript prints the same integer', () => {
    // Below 10^21 a number is printed without an exponent.
    const integers = fc.bigInt({ min: -(2n ** 69n), max: 2n ** 69n });
    fc.assert(
      fc.property(integers, (value) => isExactNumber(String(value)) === (BigInt(String(Number(value))) === value)),
    );
  });

  it('does not look at a long run of zeros twice', () => {
    // Each zero once is an instant; each zero once for each zero before it is an hour.
    expect(isExactNumber(`1${'0'.repeat(4_000_000)}1`)).toBe(false);
    expect(isExactNumber(`0.${'0'.repeat(4_000_000)}1`)).toBe(false);
  });
});
