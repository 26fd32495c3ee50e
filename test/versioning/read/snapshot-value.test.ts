import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { snapshotReader } from '../../../src/versioning/read/states/snapshot-value.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.js';

const types = [
  'text',
  'varchar(3)',
  'uuid',
  'boolean',
  'smallint',
  'int',
  'bigint',
  'numeric',
  'numeric(5,2)',
  'numeric(2,2)',
  'double precision',
  'date',
  'timestamptz',
  'timestamptz(3)',
  'jsonb',
];

interface Row {
  readonly json: string;
  readonly unfit: unknown;
  readonly value: unknown;
}

let database: TestDatabase;
let client: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  client = new Client({ connectionString: database.superuserUrl });
  await client.connect();
  await client.query(`set timezone = 'UTC'`);
  await client.query(`create temp table typed (${types.map((type, n) => `c${n} ${type}`).join(', ')})`);
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

const digits = fc.stringMatching(/^-?(0|[1-9][0-9]{0,20})([.][0-9]{1,4})?$/);
const two = fc.integer({ min: 0, max: 61 }).map((n) => String(n).padStart(2, '0'));
const day = fc
  .tuple(fc.constantFrom('0000', '0001', '2024', '2025', '9999', '10000'), two, two)
  .map((of) => of.join('-'));
const end = fc.constantFrom('+00:00', 'Z', '', '+01:00', '.5+00:00', '.123456+00:00', '.9999999+00:00');
const moment = fc.tuple(day, two, two, two, end).map(([on, h, m, s, zone]) => `${on}T${h}:${m}:${s}${zone}`);
const there = fc
  .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().replace('Z', '+00:00'));
const words = fc.constantFrom(
  '',
  'infinity',
  'true',
  'NaN',
  '2024-02-29',
  '2025-02-29',
  'abc',
  'abcd',
  '\u{1F600}\u{1F600}ab',
);
const written = fc.oneof(
  digits,
  fc.constantFrom(
    '9223372036854775807',
    '9223372036854775808',
    '-9223372036854775808',
    '32768',
    '2147483648',
    '-0',
    '1e400',
  ),
  fc
    .oneof(
      day,
      moment,
      there,
      words,
      fc.uuid(),
      fc.uuid({ version: 4 }).map((id) => id.toUpperCase()),
    )
    .map((text) => JSON.stringify(text)),
  fc.jsonValue({ maxDepth: 1 }).map((value) => JSON.stringify(value).replaceAll('\\u0000', '')),
);

function isSame(own: unknown, { unfit, value }: Row): boolean {
  const isEqual = value instanceof Date ? value.getTime() === Date.parse(String(own)) : isDeepStrictEqual(own, value);
  return unfit === null && isEqual;
}

it('what is read of the JSON of a value is what the driver gives of a row with it', async () => {
  const jsons = fc.array(written, { minLength: 150, maxLength: 150 });
  const read = new Set<string>();
  await fc.assert(
    fc.asyncProperty(jsons, async (values) => {
      for (const [n, type] of types.entries()) {
        const value = ['jsonb', 'date'].includes(type) ? `(s.judged).value.c${n}::text` : `(s.judged).value.c${n}`;
        const { rows } = await client.query<Row>(
          `select x::jsonb::text as json, (s.judged).unfit, ${value} as value from unnest($1::text[]) x
           cross join lateral (
             select palimpsest.typed_state(null::typed, jsonb_build_object('c${n}', x::jsonb)) as judged offset 0) s
           where x::jsonb <> 'null'`,
          [values],
        );
        const own = rows.map(({ json }) => snapshotReader(type)!(json));
        if (own.some((of) => of !== undefined)) read.add(type);
        const wrong = rows.filter((row, at) => own[at] !== undefined && !isSame(own[at], row));
        expect([type, wrong]).toEqual([type, []]);
      }
    }),
    { numRuns: 3, endOnFailure: true },
  );
  expect([...read].toSorted()).toEqual(types.toSorted());
});

it.each(['bytea', 'text[]', 'time', 'numrange', 'constructor'])('nothing is said of %s', (type) => {
  expect(snapshotReader(type)).toBeUndefined();
});
