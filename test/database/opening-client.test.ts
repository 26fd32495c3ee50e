import { once } from 'node:events';
import { type Client, Query } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { TrafficCounter } from '../../bench/round-trips/traffic.js';
import { WireProxy } from '../../bench/round-trips/wire-proxy.js';
import { OpeningClient } from '../../src/database/client/opening-client.js';
import { pipelined, type PipelinedAnswer } from '../../src/versioning/index.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const setTenant = "select set_config('app.tenant_id', $1, true) as tenant";
const tenantOf = "select current_setting('app.tenant_id', true) as tenant";
const fails = 'select 1 / (select 0)';

let database: TestDatabase;
let traffic: TrafficCounter;
let proxy: WireProxy;
let client: Client;
let heard: unknown[];

beforeAll(async () => {
  database = await createTestDatabase();
  traffic = new TrafficCounter();
  proxy = await WireProxy.start(database.applicationUrl, traffic.onMessage, traffic.onReady);
});

beforeEach(async () => {
  heard = [];
  client = new OpeningClient({ connectionString: proxy.url });
  client.on('error', () => undefined);
  await client.connect();
});

afterEach(() => client.end());

afterAll(async () => {
  await proxy.stop();
  await database.drop();
});

const hearing: PipelinedAnswer = {
  answered: (rows) => void heard.push(...rows),
  failed: (error) => void heard.push(error),
};
const opening: PipelinedAnswer = { ...hearing, opens: true };

async function begin(tenant = 'acme', of: PipelinedAnswer = opening, text = setTenant): Promise<void> {
  await client.query('begin');
  await pipelined(of, () => client.query(text, text.includes('$1') ? [tenant] : []));
}

/** What is sent, after how many times of waiting for an answer. */
async function sent(work: () => Promise<unknown>): Promise<[number, readonly string[]]> {
  const { roundTrips, statements } = await traffic.during(work);
  return [roundTrips, statements];
}

it('sends what a transaction opens with in the message of its first statement, and tells who asked for it first', async () => {
  let tenant: unknown;
  const trips = await sent(async () => {
    await begin();
    expect(heard).toEqual([]);
    const { rows } = await client.query<{ tenant: string }>(`${tenantOf}, $1::int as n`, [7]);
    expect(rows).toEqual([{ tenant: 'acme', n: 7 }]);
    tenant = heard[0];
    await client.query('commit');
  });
  expect(trips).toEqual([2, ['begin', setTenant, `${tenantOf}, $1::int as n`, 'commit']]);
  expect(tenant).toEqual({ tenant: 'acme' });
  expect((await client.query<{ tenant: string }>(tenantOf)).rows).toEqual([{ tenant: '' }]);
});

it('does not begin what ends before its first statement', async () => {
  for (const end of ['commit', 'rollback']) {
    const trips = await sent(async () => {
      await begin();
      expect((await client.query(end)).command).toBe(end.toUpperCase());
    });
    expect(trips).toEqual([0, []]);
  }
  expect(heard).toEqual([]);
});

it('sends with the COMMIT what is pipelined before it', async () => {
  const make = "select set_config('app.made', 'yes', false) as made";
  await begin();
  await client.query(tenantOf);
  const trips = await sent(async () => {
    await pipelined(hearing, () => client.query(make));
    expect(heard).toEqual([{ tenant: 'acme' }]);
    expect((await client.query('commit')).command).toBe('COMMIT');
  });
  expect(trips).toEqual([1, [make, 'commit']]);
  expect(heard).toEqual([{ tenant: 'acme' }, { made: 'yes' }]);
  expect((await client.query("select current_setting('app.made', true) as made")).rows).toEqual([{ made: 'yes' }]);
});

it('commits what is pipelined also where nothing else has been sent', async () => {
  const [trips] = await sent(async () => {
    await begin();
    await pipelined(hearing, () => client.query("select set_config('app.done', 'yes', false)"));
    await client.query('commit');
  });
  expect(trips).toBe(1);
  expect((await client.query("select current_setting('app.done', true) as done")).rows).toEqual([{ done: 'yes' }]);
});

it('commits it where the transaction opens with nothing, too', async () => {
  await client.query('begin');
  await pipelined(hearing, () => client.query("select set_config('app.alone', 'yes', false) as alone"));
  await client.query('commit');
  expect(heard).toEqual([{ alone: 'yes' }]);
  expect((await client.query("select current_setting('app.alone', true) as alone")).rows).toEqual([{ alone: 'yes' }]);
});

it('commits nothing where what is pipelined before the COMMIT fails', async () => {
  await begin();
  await client.query("select set_config('app.made', 'yes', false)");
  await pipelined(hearing, () => client.query(fails));
  await expect(client.query('commit')).rejects.toMatchObject({ code: '22012' });
  expect(heard).toMatchObject([{ tenant: 'acme' }, { code: '22012' }]);
  await client.query('rollback');
  const { rows } = await client.query("select coalesce(current_setting('app.made', true), '') as made");
  expect(rows).toEqual([{ made: '' }]);
});

it('sends at once what is to be pipelined outside of a transaction', async () => {
  const { rows } = await pipelined(hearing, () => client.query<{ n: number }>('select 1 as n'));
  expect(rows).toEqual([{ n: 1 }]);
  await begin();
  await client.query(tenantOf);
  await client.query('commit');
  expect((await pipelined(hearing, () => client.query<{ n: number }>('select 2 as n'))).rows).toEqual([{ n: 2 }]);
});

it('does not send what is pipelined before a ROLLBACK', async () => {
  await begin();
  await client.query(tenantOf);
  const trips = await sent(async () => {
    await pipelined(hearing, () => client.query(fails));
    await client.query('rollback');
  });
  expect(trips).toEqual([1, ['rollback']]);
});

it('does not send what is pipelined before a ROLLBACK TO a savepoint, which is never held back itself', async () => {
  await begin();
  await client.query('savepoint before');
  const trips = await sent(async () => {
    await pipelined(hearing, () => client.query(fails));
    await pipelined(hearing, () => client.query('rollback to before'));
  });
  expect(trips).toEqual([1, ['rollback to before']]);
  expect((await client.query(tenantOf)).rows).toEqual([{ tenant: 'acme' }]);
  await client.query('commit');
});

it('takes a COMMIT that has rolled back for no success', async () => {
  await client.query('begin');
  await expect(client.query(fails)).rejects.toMatchObject({ code: '22012' });
  await expect(client.query('commit')).rejects.toThrow('rolled back');
});

it('sends by an empty statement what it opens with, and nothing else', async () => {
  const trips = await sent(async () => {
    await begin();
    await client.query('');
    expect(heard).toEqual([{ tenant: 'acme' }]);
    expect((await client.query(tenantOf)).rows).toEqual([{ tenant: 'acme' }]);
    await client.query('rollback');
  });
  expect(trips).toEqual([3, ['begin', setTenant, tenantOf, 'rollback']]);
});

it('gives nothing of the first statement where what it opens with is refused', async () => {
  const refusal = new Error('refused');
  const refusing: PipelinedAnswer = {
    ...opening,
    answered() {
      throw refusal;
    },
  };
  await begin('acme', refusing);
  await pipelined(hearing, () => client.query("select 'theirs' as pipelined"));
  await expect(client.query('select 1')).rejects.toBe(refusal);
  expect(heard).toEqual([refusal, refusal]);
  await client.query('rollback');
  expect((await client.query('select 1 as n')).rows).toEqual([{ n: 1 }]);
});

it('commits nothing before an answer that may be refused', async () => {
  const refusal = new Error('refused');
  let calls = 0;
  let isRefused = true;
  const answered = () => {
    calls += 1;
    if (isRefused) throw refusal;
  };
  const makes = "select set_config('app.unheard', 'yes', false) as unheard";
  await begin('acme', { ...opening, answered, mayRefuse: true });
  await pipelined(hearing, () => client.query(makes));
  await expect(client.query('commit')).rejects.toBe(refusal);
  const read = "select coalesce(current_setting('app.unheard', true), '') as unheard";
  expect((await client.query(read)).rows).toEqual([{ unheard: '' }]);
  // The same where it is not refused, and where nothing else is done, in which case nobody is asked.
  isRefused = false;
  await begin('acme', { ...opening, answered, mayRefuse: true });
  await client.query('commit');
  expect(calls).toBe(1);
  await begin('acme', { ...opening, answered, mayRefuse: true });
  await pipelined(hearing, () => client.query(makes));
  expect((await client.query('commit')).command).toBe('COMMIT');
  expect((await client.query(read)).rows).toEqual([{ unheard: 'yes' }]);
});

it('forgets with a refused transaction what was to be sent in it', async () => {
  await client.query('begin');
  const refusing = () => {
    throw new Error('refused');
  };
  await pipelined({ ...hearing, answered: refusing }, () => client.query("select 'acme' as tenant"));
  const first = Promise.allSettled([client.query('select 1')]);
  await pipelined(hearing, () => client.query("select set_config('app.old', 'yes', false)"));
  await first;
  await client.query('rollback');
  await client.query('begin');
  await client.query('select 1');
  await client.query('commit');
  expect((await client.query("select coalesce(current_setting('app.old', true), '') as old")).rows).toEqual([
    { old: '' },
  ]);
});

it.each([
  ['commit', 'refused'],
  ['rollback', 'ROLLBACK'],
])('gives nothing of what follows, and %s keeps nothing, where an answer was refused', async (end, outcome) => {
  const refusal = new Error('refused');
  await client.query('begin');
  await client.query("select set_config('app.refused', 'yes', false)");
  const refusing = () => {
    throw refusal;
  };
  await pipelined({ ...hearing, answered: refusing }, () => client.query("select 'acme' as tenant"));
  await expect(client.query('select 1')).rejects.toBe(refusal);
  const trips = await sent(async () => {
    await expect(client.query("select 'theirs' as later")).rejects.toBe(refusal);
    await expect(client.query('select $1::text as later', ['theirs'])).rejects.toBe(refusal);
    await expect(client.query('savepoint later')).rejects.toBe(refusal);
    await expect(pipelined(hearing, () => client.query("select 'theirs' as later"))).rejects.toBe(refusal);
    await expect((client as OpeningClient).together([{ text: 'select 1' }])).rejects.toBe(refusal);
    const ended = client.query(end).then(
      ({ command }) => command,
      (error: Error) => error.message,
    );
    expect(await ended).toBe(outcome);
  });
  expect(trips).toEqual([1, ['rollback']]);
  const { rows } = await client.query("select coalesce(current_setting('app.refused', true), '') as refused");
  expect(rows).toEqual([{ refused: '' }]);
});

it('does not run the first statement where what it opens with fails, and works on after the rollback', async () => {
  await begin('acme', opening, fails);
  await expect(client.query('select pg_advisory_lock($1::int)', [1])).rejects.toMatchObject({ code: '22012' });
  expect(heard).toMatchObject([{ code: '22012' }]);
  await expect(client.query('select 1')).rejects.toMatchObject({ code: '25P02' });
  await client.query('rollback');
  const locks = "select from pg_locks where pid = pg_backend_pid() and locktype = 'advisory'";
  expect((await client.query(locks)).rowCount).toBe(0);
});

it('tells what it opens with although the first statement fails, which fails by itself', async () => {
  await begin();
  await expect(client.query('select 1 / $1::int', [0])).rejects.toMatchObject({ code: '22012' });
  expect(heard).toEqual([{ tenant: 'acme' }]);
  await client.query('rollback');
  expect((await client.query('select 1 as n')).rows).toEqual([{ n: 1 }]);
});

it('opens the transaction before several statements in one text, and before what takes its rows itself', async () => {
  await begin('one');
  const results = (await client.query(`${tenantOf}; select 2 as n`)) as unknown as { rows: unknown[] }[];
  expect(results.map(({ rows }) => rows)).toEqual([[{ tenant: 'one' }], [{ n: 2 }]]);
  await client.query('commit');
  await begin('two');
  const [row] = (await once(client.query(new Query(tenantOf)), 'row')) as unknown[];
  expect(row).toEqual({ tenant: 'two' });
  await client.query('commit');
  expect((await client.query(tenantOf)).rows).toEqual([{ tenant: '' }]);
});

it('tells everybody where the connection breaks', async () => {
  await begin();
  const answer = client.query('select pg_sleep(600)');
  (client as unknown as { connection: { stream: { destroy(error: Error): void } } }).connection.stream.destroy(
    new Error('gone'),
  );
  await expect(answer).rejects.toThrow('gone');
  expect(heard).toMatchObject([{ message: 'gone' }]);
});
