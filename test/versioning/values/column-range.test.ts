import { describe, expect, it } from 'vitest';
import { outOfRange } from '../../../src/versioning/values/column-range.js';

describe('A column', () => {
  it.each([
    ['varchar(3)', 'abc'],
    ['varchar(3)', '\u{1F4DC}\u{1F4DC}\u{1F4DC}'],
    ['text', 'x'.repeat(1000)],
    ['numeric(5,2)', '-999.99'],
    ['numeric(5,2)', '0000999.9900'],
    ['numeric(5, 2)', '0'],
    ['numeric(5)', '99999'],
    ['numeric', '1'.repeat(200)],
    ['smallint', -32_768],
    ['int', 2_147_483_647],
    ['uuid', '0197f3a0-0000-7000-8000-000000000001'],
    ['date', '2024-02-29'],
    ['date', '0001-01-01'],
    ['jsonb', {}],
  ])('%s holds %j', (type, value) => expect(outOfRange(type, value)).toBeUndefined());

  it.each([
    ['varchar(3)', 'abcd', 'is longer than 3 characters.'],
    ['numeric(5,2)', '1000', 'must have at most 3 digits before and 2 after the point.'],
    ['numeric(5,2)', '0.001', 'must have at most 3 digits before and 2 after the point.'],
    ['numeric(5,2)', 'NaN', 'must have at most 3 digits before and 2 after the point.'],
    ['numeric(5)', '0.1', 'must have at most 5 digits before and 0 after the point.'],
    ['smallint', 32_768, 'must be an integer from -32768 to 32767.'],
    ['int', 1.5, 'must be an integer from -2147483648 to 2147483647.'],
    ['uuid', 'nope', 'must be a UUID in lower case.'],
    ['date', '2023-02-29', 'must be a day like "2026-11-21", in the years 0001 to 9999.'],
    ['date', '0000-01-01', 'must be a day like "2026-11-21", in the years 0001 to 9999.'],
  ])('%s does not hold %j', (type, value, reason) => expect(outOfRange(type, value)).toBe(reason));
});
