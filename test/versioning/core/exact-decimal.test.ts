import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalNumeric, ExactDecimal } from '../../../src/versioning/core/exact-decimal.js';

describe('canonicalNumeric', () => {
  it.each([
    ['0.0000000000', '0'],
    ['-0.00', '0'],
    ['-007.50', '-7.5'],
    ['100', '100'],
    ['100.0', '100'],
    ['0.10', '0.1'],
    ['1234567890123456789012345678.0000000001', '1234567890123456789012345678.0000000001'],
  ])('makes %s %s', (text, canonical) => expect(canonicalNumeric(text)).toBe(canonical));

  it('gives one form to all spellings of a number', () => {
    const spelling = fc.tuple(fc.bigInt(), fc.nat(999), fc.nat(5), fc.nat(5));
    fc.assert(
      fc.property(spelling, ([whole, fraction, before, after]) => {
        const sign = whole < 0n ? '-' : '';
        const digits = String(whole < 0n ? -whole : whole);
        const spelled = `${sign}${'0'.repeat(before)}${digits}.${String(fraction).padStart(3, '0')}${'0'.repeat(after)}`;
        const canonical = canonicalNumeric(spelled);
        expect(canonicalNumeric(canonical)).toBe(canonical);
        expect(canonical).toMatch(/^(0|-?(0|[1-9]\d*)(\.\d*[1-9])?)$/);
        expect(Number(canonical)).toBe(Number(spelled) + 0);
      }),
    );
  });
});

describe('ExactDecimal', () => {
  it('sees a change that a double cannot hold', () => {
    const type = new ExactDecimal();
    expect(type.compareValues('9007199254740992', '9007199254740993')).toBe(false);
    expect(type.compareValues('1.5', '1.5000000000')).toBe(true);
  });
});
