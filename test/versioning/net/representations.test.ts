import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.js';
import { Spelling } from '../spelling.entity.js';

const tenant = randomUUID();

let database: TestDatabase;
/** As who is bound by no policy: in a session whose settings each test may change. */
let client: Client;

beforeAll(async () => {
  database = await createTestDatabase([Spelling]);
  client = new Client({ connectionString: database.superuserUrl });
  await client.connect();
  await client.query(
    `create collation ignoring_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false)`,
  );
  await client.query('alter table spelling alter column name type text collate ignoring_case');
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

type Column = 'amount' | 'name' | 'document' | 'real' | 'duration' | 'bytes' | 'during';

async function create(values: Partial<Record<Column, string>> = {}): Promise<string> {
  const id = randomUUID();
  const names = Object.keys(values);
  const columns = ['id', 'tenant_id', ...names];
  await client.query(`insert into spelling (${columns.join()}) values (${columns.map((_, n) => `$${n + 1}`).join()})`, [
    id,
    tenant,
    ...Object.values(values),
  ]);
  return id;
}

async function set(id: string, column: string, literal: string | null): Promise<void> {
  await client.query(`update spelling set ${column} = $2 where id = $1`, [id, literal]);
}

interface Recorded {
  version: number;
  changed: string[];
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}

/** What each version says has changed, with the audit entry as text, in which no number is rounded. */
async function recorded(id: string): Promise<Recorded[]> {
  const { rows } = await client.query(
    `select v.version, v.changed, a.before::text, a.after::text from entity_version v
     join audit_entry a on a.entity_id = v.entity_id and a.version = v.version where v.entity_id = $1 order by v.version`,
    [id],
  );
  return rows;
}

describe('What is equal to PostgreSQL and reads differently', () => {
  const spellings: [Column, string, string, string, string][] = [
    ['amount', '1.5', '1.50', '{"amount": 1.5}', '{"amount": 1.50}'],
    ['name', 'Ada', 'ADA', '{"name": "Ada"}', '{"name": "ADA"}'],
    ['document', '{"n": 1}', '{"n": 1.0}', '{"document": {"n": 1}}', '{"document": {"n": 1.0}}'],
    ['duration', '1 day', '24 hours', '{"duration": "1 day"}', '{"duration": "24:00:00"}'],
    ['duration', '1 mon', '30 days', '{"duration": "1 mon"}', '{"duration": "30 days"}'],
  ];
  it.each(spellings)('is a change with its version: %s from %s to %s', async (column, one, other, before, after) => {
    const id = await create({ [column]: one });
    await set(id, column, other);
    expect((await recorded(id)).slice(1)).toEqual([{ version: 2, changed: [column], before, after }]);
  });

  it('is told among other changes too', async () => {
    const id = await create({ amount: '1.5', name: 'Ada' });
    await client.query(`update spelling set amount = 1.50, name = 'ADA', real = 1 where id = $1`, [id]);
    expect((await recorded(id)).at(-1)!.changed).toEqual(['amount', 'name', 'real']);
  });
});

const settings = fc.record({
  intervalstyle: fc.constantFrom('postgres', 'iso_8601', 'sql_standard', 'postgres_verbose'),
  bytea_output: fc.constantFrom('hex', 'escape'),
  extra_float_digits: fc.constantFrom('1', '-15', '3'),
  datestyle: fc.constantFrom('ISO', 'German', 'SQL, DMY'),
  timezone: fc.constantFrom('UTC', 'Asia/Kolkata'),
});

const decimal = fc
  .tuple(fc.integer({ min: -20, max: 20 }), fc.constantFrom('', '.0', '.5', '.50'))
  .map((parts) => parts.join(''));
const change = fc.oneof(
  fc.tuple(fc.constant('amount'), decimal),
  fc.tuple(fc.constant('name'), fc.constantFrom('a', 'A', 'b')),
  fc.tuple(
    fc.constant('document'),
    decimal.map((number) => `{"n": [${number}]}`),
  ),
  fc.tuple(fc.constant('real'), fc.constantFrom('0.1', '0.10000000000000002', '1e22', '0.30000000000000004', '0.3')),
  fc.tuple(fc.constant('duration'), fc.constantFrom('1 day', '24 hours', '1 mon', '30 days', '-1 day +2 hours')),
  fc.tuple(fc.constant('bytes'), fc.constantFrom('a\\\\000', '\\x6100', 'b')),
  fc.tuple(
    fc.constant('during'),
    fc.constantFrom('[2026-01-02,2026-02-01)', '[2026-01-02 00:00:00+00,2026-02-01 00:00:00+00)'),
  ),
);

/** The settings of a session in which the row is compared with what is recorded. */
const own = {
  intervalstyle: 'postgres',
  bytea_output: 'hex',
  extra_float_digits: '1',
  datestyle: 'ISO, YMD',
  timezone: 'UTC',
};

describe('Whatever a session has set', () => {
  it('a version is written where the row reads differently and nowhere else, and holds the row exactly', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(settings, change), { minLength: 1, maxLength: 5 }), async (steps) => {
        await use(own);
        const id = await create({ amount: '1', name: 'a', real: '0.1' });
        for (const [session, [column, literal]] of steps) {
          await use(own);
          const before = await state(id);
          await use(session);
          await set(id, column, literal);
          await use(own);
          const after = await state(id);
          const isChange = before.row[column] !== after.row[column];
          expect(after.version).toBe(before.version + (isChange ? 1 : 0));
          expect(after.recorded).toEqual(after.row);
          const versions = (await recorded(id)).slice(before.version);
          expect(versions.map(({ changed }) => changed)).toEqual(isChange ? [[column]] : []);
        }
      }),
      { numRuns: 60 },
    );
  });
});

async function use(session: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(session)) {
    await client.query(`select set_config($1, $2, false)`, [name, value]);
  }
}

/** A row and its newest snapshot, column by column as text. */
async function state(id: string) {
  const { rows } = await client.query<{
    version: number;
    row: Record<string, string>;
    recorded: Record<string, string>;
  }>(
    `select t.version,
       (select jsonb_object_agg(key, value::text) from jsonb_each(to_jsonb(t))) as row,
       (select jsonb_object_agg(key, value::text) from jsonb_each(v.snapshot)) as recorded
     from spelling t join entity_version v on v.entity_id = t.id and v.version = t.version where t.id = $1`,
    [id],
  );
  return rows[0]!;
}
