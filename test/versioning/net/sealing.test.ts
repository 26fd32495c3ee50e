import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { sealingPolicy } from '../../../src/database/upgrade/sealing-policy.js';
import { asSuperuser } from '../../support/cluster.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.js';

let database: TestDatabase;
let tenant: string;
const open: Client[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
afterEach(() => Promise.all(open.splice(0).map((client) => client.end())));
beforeEach(async () => {
  tenant = randomUUID();
  const writer = await begin();
  await writer.query(`insert into organization (id, slug, name) values ($1::uuid, $1::text, 'x')`, [tenant]);
  await writer.query('commit');
});

/** A transaction of the server's role for the tenant. */
async function begin(): Promise<Client> {
  const client = new Client({ connectionString: database.applicationUrl });
  open.push(client);
  await client.connect();
  await client.query('begin');
  await client.query(`select set_config('app.tenant_id', $1, true)`, [tenant]);
  return client;
}

/** A change set in a transaction that stays open, with a tag of this name, or with nothing. */
async function adding(name?: string): Promise<{ id: string; commit(): Promise<unknown> }> {
  const writer = await begin();
  const { rows } = await writer.query<{ id: string }>(
    `insert into change_set (id, actor_kind, actor_id, source) values (gen_random_uuid(), 'USER', 'somebody', 'API') returning id`,
  );
  if (name !== undefined) await writer.query('insert into tag (id, name) values (gen_random_uuid(), $1)', [name]);
  return { id: rows[0]!.id, commit: () => writer.query('commit') };
}

async function add(name: string): Promise<string> {
  const { id, commit } = await adding(name);
  await commit();
  return id;
}

async function ask<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
  const reader = await begin();
  try {
    return (await reader.query<Row>(text, [...values])).rows;
  } finally {
    await reader.query('commit');
  }
}

/** A round as the job makes it. @param isWhole whether everybody is asked */
async function seal(most = 1000, isWhole = false): Promise<{ sealed: string; is_behind: boolean }> {
  const client = new Client({ connectionString: database.applicationUrl });
  await client.connect();
  try {
    const sealing = 'select * from palimpsest.seal_change_sets($1, $2)';
    return (await client.query<{ sealed: string; is_behind: boolean }>(sealing, [most, isWhole])).rows[0]!;
  } finally {
    await client.end();
  }
}

/** No summary of its own takes long. */
async function sumUp(): Promise<void> {
  await asSuperuser(database.applicationUrl, async (client) => {
    await client.query(`set statement_timeout = '5s'`);
    const summing = 'select palimpsest.sum_up_everybody(1000) as due';
    while ((await client.query<{ due: boolean }>(summing)).rows[0]!.due);
  });
}

const places = () =>
  ask<{ place: string; change_set_id: string; basis: string }>(
    'select place, change_set_id, basis from sealed_change_set order by place',
  );

const namesAfter = async (changeSet: string) => {
  const found = await ask<{ name: string }>(
    `select snapshot ->> 'name' as name from entity_version
     where pg_visible_in_snapshot(xid, (select palimpsest.instant_after($1))) order by 1`,
    [changeSet],
  );
  return found.map(({ name }) => name);
};

it('change sets get places in the order of commit, without a gap, each in its organization', async () => {
  const [late, early] = [await adding('late'), await adding('early')];
  await early.commit();
  await late.commit();
  const last = await add('last');
  await seal();
  expect(await places()).toEqual(
    [early.id, late.id, last].map((id, n) => ({ place: String(n + 1), change_set_id: id, basis: 'COMMIT' })),
  );
  expect((await seal()).sealed).toBe('0');
  expect(await namesAfter(early.id)).toEqual(['early']);
  expect(await namesAfter(late.id)).toEqual(['early', 'late']);
});

it('what stays open for long holds nothing up, and gets its place when it has committed', async () => {
  const long = await adding('long');
  const first = await add('first');
  await seal();
  const second = await add('second');
  await seal();
  await long.commit();
  await seal();
  expect((await places()).map((one) => one.change_set_id)).toEqual([first, second, long.id]);
  expect(await namesAfter(second)).toEqual(['first', 'second']);
  expect(await namesAfter(long.id)).toEqual(['first', 'long', 'second']);
});

it('one that has not been sealed yet is answered as it will be, and one that has not committed too, to itself', async () => {
  const late = await adding('late');
  const early = await add('early');
  await late.commit();
  const before = [await namesAfter(early), await namesAfter(late.id)];
  await seal();
  expect([await namesAfter(early), await namesAfter(late.id)]).toEqual(before);
  expect(before).toEqual([['early'], ['early', 'late']]);
  const writer = await begin();
  const { rows } = await writer.query<{ id: string; seen: boolean; others: boolean }>(
    `with made as (insert into change_set (id, actor_kind, actor_id, source)
       values (gen_random_uuid(), 'USER', 'me', 'API') returning id)
     select id, null from made`,
  );
  const { rows: own } = await writer.query(
    `select pg_visible_in_snapshot(palimpsest.transaction_number(), palimpsest.instant_after($1)) as itself,
       pg_visible_in_snapshot((select max(xid::text::bigint)::text::xid8 from change_set where id <> $1), palimpsest.instant_after($1)) as others`,
    [rows[0]!.id],
  );
  await writer.query('rollback');
  expect(own).toEqual([{ itself: true, others: true }]);
});

it('many that were there before are sealed in rounds, in the same order', async () => {
  const ids: string[] = [];
  for (let n = 0; n < 30; n++) ids.push(await add(`tag ${n}`));
  let rounds = 0;
  for (let isBehind = true; isBehind; rounds++) isBehind = (await seal(7)).is_behind;
  expect(rounds).toBeGreaterThan(3);
  expect((await places()).map((one) => one.change_set_id)).toEqual(ids);
});

it('two who seal at once give no place twice', async () => {
  for (let n = 0; n < 10; n++) await add(`tag ${n}`);
  const outcomes = await Promise.allSettled(Array.from({ length: 4 }, () => seal()));
  expect(outcomes.some(({ status }) => status === 'fulfilled')).toBe(true);
  expect(await places()).toHaveLength(10);
  expect(new Set((await places()).map((one) => one.change_set_id)).size).toBe(10);
});

it('without times of commit what transactions saw of each other tells the order, and what it does not tell is marked', async () => {
  const away = `update transaction_numbering set own_since = '9000000000000000000'`;
  await asSuperuser(database.superuserUrl, (client) => client.query(away));
  const first = await add('first');
  // The versions of a are written when it ends, and so see what b has committed.
  const [a, b] = [await adding('a'), await adding('b')];
  await b.commit();
  await a.commit();
  const [c, d] = [await adding(), await adding()];
  await d.commit();
  await c.commit();
  const last = await add('last');
  await seal();
  await asSuperuser(database.superuserUrl, (client) =>
    client.query(`update transaction_numbering set own_since = '3'`),
  );
  const sealed = await places();
  expect(sealed.map((one) => one.change_set_id)).toEqual([first, b.id, a.id, c.id, d.id, last]);
  const words = sealed.map(({ basis }) => basis).join(' ');
  expect(words).toBe('SNAPSHOT SNAPSHOT SNAPSHOT RECORDED RECORDED SNAPSHOT');
});

it('what one transaction makes a great many of is sealed in a time that grows with it, all with one instant', async () => {
  const many = 15_000;
  const writer = await begin();
  await writer.query(
    `insert into change_set (id, actor_kind, actor_id, source) select gen_random_uuid(), 'USER', 'x', 'API' from generate_series(1, $1::int)`,
    [many],
  );
  await writer.query('commit');
  const after = await add('after');
  // Twice as many would take four times as long otherwise: this many took more than a minute.
  await asSuperuser(database.applicationUrl, async (client) => {
    await client.query(`set statement_timeout = '8s'`);
    await client.query('select palimpsest.seal_change_sets(1000)');
    await client.query('select palimpsest.seal_change_sets(1000)');
  });
  const [told] = await ask<{ count: number; places: number; instants: number; last: string }>(
    `select count(*)::int, max(place)::int as places, count(distinct instant::text)::int as instants,
       (array_agg(change_set_id order by place desc))[1] as last from sealed_change_set`,
  );
  expect(told).toEqual({ count: many + 1, places: many + 1, instants: 2, last: after });
});

it('a reason of any length is summed up in a moment, and what is too much to be summed up may hold anything', async () => {
  const reasons = ['é'.repeat(100_000), 'a'.repeat(2_000_000)];
  for (const reason of reasons) {
    const writer = await begin();
    await writer.query(
      `insert into change_set (id, actor_kind, actor_id, source, reason)
       select gen_random_uuid(), 'USER', 'x', 'API', case when n = 1 then $1 else 'short ' || n end from generate_series(1, 64) n`,
      [reason],
    );
    await writer.query('commit');
  }
  await seal();
  await sumUp();
  const missing = (terms: string) =>
    ask<{ missing: number }>(
      `select palimpsest.bloom_lacks(bits, palimpsest.term_hashes(array(select palimpsest.reason_terms($1))), null) as missing
       from change_set_summary order by first_place`,
      [terms],
    );
  expect(await ask('select length(bits) > 1 as told from change_set_summary order by 1')).toEqual([
    { told: false },
    { told: true },
  ]);
  expect((await missing('short 7')).map((one) => one.missing)).toEqual([0, 0]);
  expect((await missing('papyrus')).map((one) => one.missing).toSorted()).toEqual([0, 1]);
});

it('what cannot be summed up takes back no place, and may hold anything from then on', async () => {
  const writer = await begin();
  await writer.query(
    `insert into change_set (id, actor_kind, actor_id, source) select gen_random_uuid(), 'USER', 'x', 'API' from generate_series(1, 64) n`,
  );
  await writer.query('commit');
  await asSuperuser(database.superuserUrl, async (client) => {
    const { rows } = await client.query<{ text: string }>(
      `select pg_get_functiondef('palimpsest.bloom_filter(bigint[])'::regprocedure) as text`,
    );
    await client.query(
      `create or replace function palimpsest.bloom_filter(hashes bigint[]) returns bytea language sql as 'select (1 / 0)::text::bytea'`,
    );
    await seal();
    await sumUp();
    await client.query(rows[0]!.text);
  });
  expect(await places()).toHaveLength(64);
  expect(await ask('select bits from change_set_summary')).toEqual([{ bits: Buffer.from([255]) }]);
});

it("the server's role can neither write a place nor read what tokens are made with", async () => {
  for (const statement of [
    'delete from sealed_change_set',
    'update sealed_change_set set place = 0',
    `insert into sealed_change_set (place, change_set_id, committed_at, basis, instant) values (1, gen_random_uuid(), now(), 'COMMIT', '1:1:')`,
    'select inner_key from transaction_numbering',
    `select palimpsest.seal_next('1:1:', 1)`,
  ]) {
    await expect(ask(statement)).rejects.toThrow(/permission denied/);
  }
});

/** Seals. @returns how many organizations were asked for it */
const askedBy = (isWhole: boolean) =>
  asSuperuser(database.superuserUrl, async (client) => {
    await client.query(`set track_functions = 'all'; begin`);
    await client.query('select palimpsest.seal_change_sets(1000, $1)', [isWhole]);
    const { rows } = await client.query<{ calls: string }>(
      `select calls from pg_stat_xact_user_functions where funcname = 'seal_next'`,
    );
    await client.query('commit');
    return Number(rows[0]?.calls ?? 0);
  });

const everybody = async () =>
  Number((await ask<{ count: string }>('select count(*) from palimpsest.tenants()'))[0]!.count);

it('a round asks those alone who have changed something since all was sealed', async () => {
  await add('one');
  await seal(1000, true);
  expect(await askedBy(false)).toBe(0);
  const long = await adding('long');
  await add('two');
  expect(await askedBy(false)).toBe(1);
  const [other, others] = [tenant, randomUUID()];
  tenant = others;
  const writer = await begin();
  await writer.query(`insert into organization (id, slug, name) values ($1::uuid, $1::text, 'x')`, [tenant]);
  await writer.query('commit');
  await add('three');
  expect(await askedBy(false)).toBe(1);
  expect(await places()).toHaveLength(1);
  // It was open when all the others had been sealed.
  await long.commit();
  expect(await askedBy(false)).toBe(1);
  expect(await askedBy(false)).toBe(0);
  tenant = other;
  expect((await places()).map((one) => one.change_set_id).at(-1)).toBe(long.id);
  expect(await askedBy(true)).toBe(await everybody());
});

it('a round that cannot know who has changed something asks everybody', async () => {
  const asOwner = (statement: string) => asSuperuser(database.ownerUrl, (client) => client.query(statement));
  await asOwner('drop policy "owner" on change_set');
  await add('one');
  expect(await askedBy(false)).toBe(await everybody());
  expect(await places()).toHaveLength(1);
  await asOwner(sealingPolicy);
  await seal();
  expect(await askedBy(false)).toBe(0);
});

it('nobody but whom the tables belong to sees the change sets of others', async () => {
  await add('one');
  tenant = '';
  expect(await ask('select from change_set')).toEqual([]);
});
