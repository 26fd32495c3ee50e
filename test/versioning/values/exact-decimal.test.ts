import type { EntityProperty } from '@mikro-orm/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExactDecimal, storedNumeric } from '../../../src/versioning/values/exact-decimal.js';

describe('storedNumeric', () => {
  it.each([
    ['0.0000000000', undefined, '0.0000000000'],
    ['-0.00', undefined, '0.00'],
    ['-0', 2, '0.00'],
    ['-007.50', undefined, '-7.50'],
    ['-007.5', 2, '-7.50'],
    ['7.5000', 2, '7.50'],
    ['100', 0, '100'],
    ['100.0', 0, '100'],
    ['0.10', undefined, '0.10'],
    ['1234567890123456789012345678.0000000001', 10, '1234567890123456789012345678.0000000001'],
  ])('makes %s with the scale %s %s', (text, scale, stored) => expect(storedNumeric(text, scale)).toBe(stored));

  it('gives one form to all spellings of a number', () => {
    const spelling = fc.tuple(fc.bigInt(), fc.nat(999), fc.nat(5), fc.nat(5));
    fc.assert(
      fc.property(spelling, ([whole, fraction, before, after]) => {
        const sign = whole < 0n ? '-' : '';
        const digits = String(whole < 0n ? -whole : whole);
        const spelled = `${sign}${'0'.repeat(before)}${digits}.${String(fraction).padStart(3, '0')}${'0'.repeat(after)}`;
        const stored = storedNumeric(spelled, 3);
        expect(storedNumeric(stored, 3)).toBe(stored);
        expect(storedNumeric(stored)).toBe(stored);
        expect(stored).toMatch(/^-?(0|[1-9]\d*)\.\d{3}$/);
        expect(Number(stored)).toBe(Number(spelled) + 0);
      }),
    );
  });
});

describe('ExactDecimal', () => {
  const typeOf = (property: Partial<EntityProperty>) =>
    Object.assign(new ExactDecimal(), { prop: property as EntityProperty });

  it('sees a change that a double cannot hold', () => {
    expect(typeOf({}).compareValues('9007199254740992', '9007199254740993')).toBe(false);
  });

  it('sees a change of scale only where the column has none', () => {
    expect(typeOf({}).compareValues('1.5', '1.50')).toBe(false);
    expect(typeOf({ precision: 38, scale: 10 }).compareValues('1.5', '1.5000000000')).toBe(true);
    expect(typeOf({ precision: 5 }).compareValues('7', '007')).toBe(true);
  });
});
