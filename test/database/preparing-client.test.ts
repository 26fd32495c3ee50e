import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TrafficCounter } from '../../bench/round-trips/traffic.js';
import { WireProxy } from '../../bench/round-trips/wire-proxy.js';
import { PreparingClient } from '../../src/database/client/preparing-client.js';
import { StatementNames } from '../../src/database/client/statement-names.js';
import { usedHeap } from '../support/used-heap.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const plus = 'select $1::int + 1 as n';
const times = 'select $1::int * 2 as n';
const divided = 'select 10 / $1::int as n';

let database: TestDatabase;
let traffic: TrafficCounter;
let proxy: WireProxy;
let client: Client & Pick<PreparingClient, 'together'>;

beforeAll(async () => {
  database = await createTestDatabase();
  traffic = new TrafficCounter();
  proxy = await WireProxy.start(database.applicationUrl, traffic.onMessage, traffic.onReady);
});

beforeEach(async () => {
  PreparingClient.names = new StatementNames();
  client = new PreparingClient({ connectionString: proxy.url });
  client.on('error', () => undefined);
  await client.connect();
});

afterEach(() => client.end());

afterAll(async () => {
  PreparingClient.names = new StatementNames();
  await proxy.stop();
  await database.drop();
});

async function numbers(...statements: readonly [text: string, value: number][]): Promise<unknown[]> {
  const results = await client.together(statements.map(([text, value]) => ({ text, values: [value] })));
  return results.map(({ rows }) => (rows as { n: number }[])[0]!.n);
}

async function number(text: string, value: number): Promise<unknown> {
  return (await client.query<{ n: number }>(text, [value])).rows[0]!.n;
}

/** What PostgreSQL has to read. */
async function parsed(work: () => Promise<unknown>): Promise<readonly string[]> {
  return (await traffic.during(work)).statements;
}

async function prepared(): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    'select name from pg_prepared_statements order by prepare_time',
  );
  return rows.map(({ name }) => name);
}

it('has PostgreSQL read a statement once, alone or among others, and others in one trip', async () => {
  expect(await parsed(() => number(plus, 1))).toEqual([plus]);
  const { roundTrips, statements } = await traffic.during(async () => {
    expect(await numbers([plus, 2], [times, 5], [plus, 9])).toEqual([3, 10, 10]);
  });
  expect({ roundTrips, statements }).toEqual({ roundTrips: 1, statements: [times] });
  expect(await parsed(() => numbers([times, 1], [plus, 1]))).toEqual([]);
});

it('has PostgreSQL plan a statement without values once, too, where it is sent among others', async () => {
  const now = { text: 'select now()' };
  expect(await parsed(() => client.together([now, now]))).toEqual([now.text]);
  expect(await parsed(() => client.together([now]))).toEqual([]);
});

it('has PostgreSQL describe the columns of a statement once', async () => {
  const described = async (value: number) => (await traffic.during(() => number(plus, value))).descriptions;
  expect([await described(1), await described(2)]).toEqual([1, 0]);
  expect(await numbers([plus, 3], [times, 3], [plus, 4])).toEqual([4, 6, 5]);
});

it('runs nothing after a statement that fails, and what was to be prepared with it is prepared when it is sent again', async () => {
  await expect(numbers([plus, 1], [divided, 0], [times, 1])).rejects.toMatchObject({ code: '22012' });
  expect(
    await parsed(async () => expect(await numbers([times, 2], [divided, 5], [plus, 1])).toEqual([4, 2, 2])),
  ).toEqual([times]);
  await expect(numbers(['select $1::int as', 1], [plus, 1])).rejects.toMatchObject({ code: '42601' });
  expect(await number(plus, 1)).toBe(2);
});

it('keeps no more prepared than PostgreSQL should hold for one connection', async () => {
  for (const tens of [0, 1, 2, 3, 4]) {
    const added = Array.from({ length: 40 }, (_, n) => tens * 40 + n);
    const found = await numbers(...added.map((n): [string, number] => [`select $1::int + ${n} as n`, 1]));
    expect(found).toEqual(added.map((n) => n + 1));
  }
  expect((await prepared()).length).toBeLessThanOrEqual(128 + 40);
  expect(await number('select $1::int + 0 as n', 1)).toBe(1);
});

it('remembers no columns of what is prepared no more', async () => {
  const columns = Array.from({ length: 60 }, (_, n) => `1 as c${n}`).join(', ');
  const ask = async (from: number, to: number) => {
    for (let n = from; n < to; n += 50) {
      const texts = Array.from({ length: 50 }, (_, k) => `select ${columns}, $1::int as n${n + k}`);
      await client.together(texts.map((text) => ({ text, values: [1] })));
    }
  };
  await ask(0, 1000);
  const before = usedHeap();
  await ask(1000, 2000);
  // Columns of a thousand statements take more than six megabytes.
  expect(usedHeap() - before).toBeLessThan(3_000_000);
});

it('sends nothing of what goes together where a value cannot be sent', async () => {
  await client.query("select set_config('test.ran', 'no', false)");
  const unsendable = { text: 'select $1::jsonb as n', values: [{ a: 1n }] };
  const behind = { text: "select set_config('test.ran', $1, false)", values: ['yes'] };
  for (const statements of [[unsendable, behind], [behind, unsendable], [unsendable]]) {
    await expect(client.together(statements)).rejects.toThrow('BigInt');
    expect((await client.query("select current_setting('test.ran') as ran")).rows).toEqual([{ ran: 'no' }]);
  }
  expect(await number(plus, 1)).toBe(2);
});

it('still has prepared what was to make room for what could not be sent', async () => {
  for (let n = 0; n < 130; n++) await number(`select $1::int + ${n} as n`, 1);
  const known = await prepared();
  await expect(client.query('select $1::jsonb as n', [{ a: 1n }])).rejects.toThrow('BigInt');
  expect(await prepared()).toEqual(known);
  expect(await number('select $1::int + 0 as n', 1)).toBe(1);
  expect(PreparingClient.names.areRefused).toBe(false);
});

describe('where names do not work, as behind a pooler that does not know of them,', () => {
  const namesOf = (...texts: string[]) => texts.map((text) => PreparingClient.names.nameOf(text)!);

  it('sends a statement once more without where its name is taken, and gives no more names', async () => {
    const [name] = namesOf(plus);
    await client.query(`prepare "${name}" as select 0`);
    expect(await number(plus, 1)).toBe(2);
    expect(await number(times, 1)).toBe(2);
    expect(await prepared()).toEqual([name]);
  });

  it('says so once', async () => {
    const said: string[] = [];
    PreparingClient.names = new StatementNames((code) => said.push(code));
    expect(PreparingClient.names.areRefused).toBe(false);
    for (const text of [plus, times]) await number(text, 1);
    await client.query('deallocate all');
    await Promise.allSettled([number(plus, 1), number(times, 1)]);
    expect(said).toEqual(['26000']);
    expect(PreparingClient.names.areRefused).toBe(true);
  });

  it('sends all that belongs together once more where nobody has prepared a name, and nothing runs twice', async () => {
    await number(plus, 1);
    await client.query('deallocate all');
    await asOwner('create table once (n int)', 'grant all on once to public');
    const insert = { text: 'insert into once values ($1)', values: [1] };
    const both = [{ text: 'begin' }, insert, { text: plus, values: [4] }, { text: 'commit' }];
    const commands = (await client.together(both)).map(({ command }) => command);
    expect(commands).toEqual(['BEGIN', 'INSERT', 'SELECT', 'COMMIT']);
    expect((await client.query('select n from once')).rows).toEqual([{ n: 1 }]);
  });

  it('fails where a transaction was under way, which is over with it; the next works', async () => {
    await number(plus, 1);
    await client.query('deallocate all');
    await client.query('begin');
    await expect(number(plus, 1)).rejects.toMatchObject({ code: '26000' });
    await client.query('rollback');
    await client.query('begin');
    expect(await number(plus, 1)).toBe(2);
    await client.query('commit');
  });
});

it('prepares a statement anew whose table has another type of column since', async () => {
  const all = 'select n from changing where n > $1::int';
  await asOwner('create table changing as select 1 as n', 'grant select on changing to public');
  expect(await number(all, 0)).toBe(1);
  await asOwner('alter table changing alter n type bigint');
  expect(await number(all, 0)).toBe('1');
  expect(await number(all, 0)).toBe('1');
});

async function asOwner(...statements: string[]): Promise<void> {
  const owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  try {
    for (const statement of statements) await owner.query(statement);
  } finally {
    await owner.end();
  }
}
