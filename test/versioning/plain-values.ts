import { Color } from './color.js';

/** One ordinary value for each required column of EveryType that refers to nothing. */
export const plainValues = {
  text: 'a text',
  instant: '2026-11-21T21:51:31.123456Z',
  amount: '1234567890123456789012345678.0000000001',
  big: '9007199254740993',
  whole: 7,
  real: 0.1,
  flag: true,
  document: { a: 1 },
  color: Color.RED,
  uuid: '0197f3a0-0000-7000-8000-000000000001',
  day: '2026-11-21',
};
