import fc from 'fast-check';
import { type RawBuilder, sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isPlain } from '../../../src/versioning/read/states/plain-value.js';
import type { RawRow } from '../../../src/versioning/read/statements/read-statement.js';
import { compiled } from '../../../src/versioning/session/compiled-statement.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.js';

const types = [
  'uuid',
  'boolean',
  'smallint',
  'int',
  'bigint',
  'numeric',
  'numeric(5,2)',
  'numeric(3)',
  'date',
  'timestamptz',
  'timestamptz(3)',
];

let database: TestDatabase;
let client: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  client = new Client({ connectionString: database.superuserUrl });
  await client.connect();
  await client.query(`set timezone = 'UTC'`);
  await client.query(`create temp table plain (${types.map((type, n) => `c${n} ${type}`).join(', ')})`);
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

async function ask(statement: RawBuilder<RawRow>): Promise<RawRow[]> {
  const { text, values } = compiled(statement);
  return (await client.query<RawRow>(text, [...values])).rows;
}

const number = fc
  .tuple(fc.constantFrom('', '-', '+', ' '), fc.stringMatching(/^[0-9]{0,20}([.][0-9]{0,3})?(e2)?$/))
  .map((parts) => parts.join(''));
const two = fc.integer({ min: 0, max: 70 }).map((n) => String(n).padStart(2, '0'));
const day = fc
  .tuple(fc.constantFrom('0000', '0001', '1900', '2024', '9999', '10000'), two, two)
  .map((parts) => parts.join('-'));
const end = fc.constantFrom(
  '+00:00',
  'Z',
  '',
  '+01:00',
  '-00:00',
  '.5+00:00',
  '.123456+00:00',
  '.9999999+00:00',
  ' BC',
);
const moment = fc
  .tuple(day, fc.constantFrom('T', ' '), two, two, two, end)
  .map(([on, between, hour, minute, second, zone]) => `${on}${between}${hour}:${minute}:${second}${zone}`);
const others = fc.constantFrom(
  '',
  'infinity',
  'true',
  'false',
  't',
  'TRUE',
  'NaN',
  'null',
  '2024-02-29',
  '1\n',
  '\n1',
  '01',
  '-0',
);
const uuid = fc.uuid().map((id) => id.replaceAll(/[0-9]$/g, 'g'));

it('a text of the form that a type has is a value of it, the one that the whole row would have', async () => {
  const texts = fc.array(fc.oneof(number, day, moment, others, fc.uuid(), uuid), { minLength: 200, maxLength: 200 });
  await fc.assert(
    fc.asyncProperty(texts, async (values) => {
      for (const [n, type] of types.entries()) {
        const state = sql`jsonb_build_object(${sql.lit(`c${n}`)}::text, x)`;
        const rows = await ask(sql`select x from unnest(${values}::text[]) x
          cross join lateral (select palimpsest.typed_state(null::plain, ${state}) as judged offset 0) s
          where case when ${isPlain(type, sql.ref('x'))}
            then (s.judged).unfit is not null or (s.judged).value.${sql.id(`c${n}`)} is distinct from x::${sql.raw(type)} end`);
        expect([type, rows]).toEqual([type, []]);
      }
    }),
    { numRuns: 4, endOnFailure: true },
  );
});

it('what snapshots write nearly always is of the form', async () => {
  const written: [string, string][] = [
    ['uuid', 'gen_random_uuid()'],
    ['boolean', 'true'],
    ['int', '-12'],
    ['bigint', '12::bigint'],
    ['numeric', '1200.25'],
    ['numeric(5,2)', '-12.50::numeric(5,2)'],
    ['date', `'2026-01-31'::date`],
    ['timestamptz', 'clock_timestamp()'],
    ['timestamptz(3)', `'2026-11-30 23:59:59'::timestamptz(3)`],
  ];
  for (const [type, value] of written) {
    const condition = isPlain(type, sql.ref('x'))!;
    const rows = await ask(
      sql`select ${condition} as "isPlain" from (select to_jsonb(${sql.raw(value)}) #>> '{}' as x) written`,
    );
    expect([type, rows]).toEqual([type, [{ isPlain: true }]]);
  }
});

it.each(['jsonb', 'bytea', 'numeric(300,2)', 'numeric(2,2)', 'double precision'])('nothing is said of %s', (type) => {
  expect(isPlain(type, sql.ref('x'))).toBeUndefined();
});
