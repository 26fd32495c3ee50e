import fc from 'fast-check';
import { Kind } from 'graphql';
import { describe, expect, it } from 'vitest';
import { canonicalDateTime, DateTimeScalar } from '../../../../src/versioning/graphql/scalars/date-time-scalar.js';

describe('canonicalDateTime', () => {
  it.each([
    ['2026-11-21T21:51:31.123456Z', '2026-11-21T21:51:31.123456Z'],
    ['2026-11-21T21:51:31Z', '2026-11-21T21:51:31.000000Z'],
    ['2026-11-21t21:51:31.5z', '2026-11-21T21:51:31.500000Z'],
    ['2026-11-21T23:51:31.123456+02:00', '2026-11-21T21:51:31.123456Z'],
    ['2026-12-31T23:30:00-05:45', '2027-01-01T05:15:00.000000Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000000Z'],
    ['0099-06-15T12:00:00Z', '0099-06-15T12:00:00.000000Z'],
    ['9999-12-31T23:59:59.999999Z', '9999-12-31T23:59:59.999999Z'],
  ])('makes %s %s', (text, canonical) => expect(canonicalDateTime(text)).toBe(canonical));

  it.each([
    '2026-11-21',
    '2026-11-21 21:51:31Z',
    '2026-11-21T21:51:31',
    '2026-11-21T21:51:31.1234567Z',
    '2026-11-21T21:51:31.Z',
    '2026-02-29T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-01-00T00:00:00Z',
    '2026-11-21T24:00:00Z',
    '2026-11-21T23:60:00Z',
    '2026-11-21T23:59:60Z',
    '2026-11-21T21:51:31+24:00',
    '2026-11-21T21:51:31+01:60',
    '0000-12-31T23:00:00-02:00',
    '0001-01-01T00:30:00+01:00',
    '9999-12-31T23:30:00-01:00',
    '+02026-11-21T21:51:31Z',
    '2026-11-21T21:51:31Z\n',
    '٢٠٢٦-11-21T21:51:31Z',
    '',
  ])('refuses %s', (text) => expect(() => canonicalDateTime(text)).toThrow(/^DateTime expects/));

  it('agrees with Date on every instant, keeps all six digits, and is idempotent', () => {
    const instants = fc.tuple(
      fc.date({
        min: new Date('0001-01-02T00:00:00Z'),
        max: new Date('9999-12-30T00:00:00Z'),
        noInvalidDate: true,
      }),
      fc.integer({ min: 0, max: 999 }),
      fc.integer({ min: -23 * 60 - 59, max: 23 * 60 + 59 }),
    );
    fc.assert(
      fc.property(instants, ([date, micros, offset]) => {
        const local = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, 23);
        const tail = String(micros).padStart(3, '0');
        const canonical = canonicalDateTime(`${local}${tail}${offsetText(offset)}`);
        expect(canonical).toBe(`${date.toISOString().slice(0, 23)}${tail}Z`);
        expect(canonicalDateTime(canonical)).toBe(canonical);
      }),
    );
  });
});

describe('DateTimeScalar', () => {
  it('refuses everything but strings, in variables and in literals', () => {
    expect(() => DateTimeScalar.parseValue(new Date())).toThrow(/^DateTime expects/);
    expect(() => DateTimeScalar.parseValue(1)).toThrow(/^DateTime expects/);
    expect(() => DateTimeScalar.parseLiteral({ kind: Kind.INT, value: '1' })).toThrow(/^DateTime expects/);
  });

  it('gives out only its own form, and names anything else a mistake of the program', () => {
    expect(DateTimeScalar.serialize('2026-11-21T21:51:31.123456Z')).toBe('2026-11-21T21:51:31.123456Z');
    expect(() => DateTimeScalar.serialize(new Date())).toThrow(TypeError);
    expect(() => DateTimeScalar.serialize('2026-11-21 21:51:31.123456+00')).toThrow(TypeError);
  });
});

function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
