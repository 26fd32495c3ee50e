import { MikroORM, type SqlEntityManager } from '@mikro-orm/postgresql';
import type { CompiledQuery } from 'kysely';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ormOptions } from '../../src/database/orm/mikro-orm.config.js';
import { createOrganization } from '../../src/database/tenants/organizations.js';
import { tenantSession } from '../../src/tenancy/tenant-session.js';
import { ChangeSource, Operation } from '../../src/versioning/index.js';
import type { ChangeSetFilter } from '../../src/versioning/read/history/change-set-filter.js';
import { HistoryReader } from '../../src/versioning/read/history/history-reader.js';
import type { Page } from '../../src/versioning/read/lists/page.js';
import { asSuperuser } from '../support/cluster.js';
import { planOf, type PlanNode, watched } from '../support/query-plan.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

/**
 * One every minute, of a post each; in every hundredth its status is set, in one its slug, and one in a thousand is of
 * somebody else. The first thousand are of somebody who has done nothing since, by the command line. One has a reason that no
 * other has, and one has set a title that no other has.
 */
const changeSets = 20_000;

let database: TestDatabase;
let orm: MikroORM;
let application: Client;
let tenant: string;

beforeAll(async () => {
  database = await createTestDatabase();
  orm = await MikroORM.init(ormOptions({ url: database.applicationUrl }));
  application = new Client({ connectionString: database.applicationUrl });
  await application.connect();
  ({ id: tenant } = await createOrganization(orm, { slug: 'acme', name: 'Acme' }));
  await asSuperuser(database.superuserUrl, async (client) => {
    await client.query('set session_replication_role = replica');
    await client.query(
      `insert into change_set (id, tenant_id, actor_kind, actor_id, source, reason, recorded_at, xid)
       select gen_random_uuid(), $1, 'USER', case when n % 1000 = 0 then 'rare' when n <= 1000 then 'former' else 'often' end,
         case when n <= 1000 then 'CLI' else 'API' end,
         case when n = 4321 then 'chapter 4321, for the last time' else 'chapter ' || n || ', for now' end,
         '2026-01-01'::timestamptz + make_interval(mins => n), (n + 100)::text::xid8 from generate_series(1, ${changeSets}) n`,
      [tenant],
    );
    await client.query('delete from sealed_change_set');
    await client.query(
      `insert into sealed_change_set (tenant_id, place, change_set_id, committed_at, basis, instant)
       select tenant_id, row_number() over (order by recorded_at), id, recorded_at, 'COMMIT',
         format('%1$s:%1$s:', xid::text::bigint + 1)::pg_snapshot from change_set where tenant_id = $1 and actor_id in ('rare', 'former', 'often')`,
      [tenant],
    );
    await client.query(
      `insert into entity_version (tenant_id, entity_id, version, shape, entity_type, operation, snapshot, changed, change_set_id, recorded_at)
       select $1, gen_random_uuid(), 2, 1, case when n % 500 = 0 then 'tag' else 'post' end, 'UPDATE',
         jsonb_build_object('status', 'PUBLISHED', 'body', repeat('x', 300), 'title', case when n = 8765 then 'Parchment' else 'Vellum' end),
         case when n = 777 then '["slug"]' when n % 100 = 0 then '["status"]' else '["title"]' end::jsonb, s.id, s.recorded_at
       from (select c.*, row_number() over (order by recorded_at) n from change_set c where tenant_id = $1) s`,
      [tenant],
    );
    await client.query(`select set_config('app.tenant_id', $1, false)`, [tenant]);
    await client.query('select palimpsest.note_topics(0)');
    await client.query('select palimpsest.sum_up_change_sets(1000)');
    // Of so many organizations the planner expects that each has next to nothing.
    await client.query(
      `insert into change_set_summary (tenant_id, first_place, last_place, bits)
       select gen_random_uuid(), 1, 64, '\xff' from generate_series(1, 1000)`,
    );
    await client.query('vacuum analyze change_set_summary');
    await client.query('analyze change_set');
    await client.query('analyze sealed_change_set');
    await client.query('analyze change_set_topic');
    await client.query('analyze entity_version');
  });
});

afterAll(async () => {
  await application.end();
  await orm.close();
  await database.drop();
});

const may = { from: '2026-01-08T00:00:00.000000Z', to: '2026-01-10T00:00:00.000000Z' };

it.each<[string, ChangeSetFilter, number, RegExp]>([
  ['all', {}, 20, /sealed_change_set_pkey/],
  ['of a time', may, 20, /sealed_change_set_pkey/],
  ['of a type that nearly all are of', { entityType: ['Post'] }, 20, /change_set_topic_pkey/],
  ['of a type that changes little', { entityType: ['Tag'] }, 20, /change_set_topic_pkey/],
  ['that set a field that nearly nobody sets', { field: 'slug' }, 1, /change_set_topic_pkey/],
  ['of an operation that nobody has used', { operation: [Operation.RESTORE] }, 0, /change_set_topic_pkey/],
])('a page of change sets is found by an index: %s', async (_which, filter, count, index) => {
  const { read, plan } = await planned(filter);
  expect(read).toBe(count);
  expect(plan.map((node) => node['Index Name'] ?? '').some((name) => index.test(name))).toBe(true);
  expect(plan.filter((node) => node['Node Type'] === 'Seq Scan')).toEqual([]);
  // Few are looked at, however many there are.
  expect(plan.filter((node) => looked(node) > 100)).toEqual([]);
});

/** All summaries, and those that stand in one of them or two. */
const summaries = changeSets / 64 + 2 * 64;

it.each<[string, ChangeSetFilter, number, number?]>([
  ['of somebody who changes little', { actorId: 'rare' }, 20, 22 * 64],
  ['of somebody who has changed nothing lately', { actorId: 'former' }, 20],
  ['of somebody who makes nearly all', { actorId: 'often' }, 20, 2 * 64],
  [
    'of somebody who is not there, and of a type that nearly all are of',
    { actorId: 'nobody', entityType: ['Post'] },
    0,
  ],
  ['by a source that is not used any more', { source: ChangeSource.CLI, field: 'title' }, 20],
  ['with a part of a reason that no other has', { reason: 'the last tim' }, 1],
  ['with a part of a reason that nobody has', { reason: 'Last' }, 0],
  ['with a part of nearly all reasons', { reason: 'for now' }, 20, 2 * 64],
  ['that set a field to a value then', { ...may, entityType: ['Post'], field: 'status', value: 'PUBLISHED' }, 20],
  ['that set a field to a value that nobody else has set it to', { field: 'title', value: 'Parchment' }, 1],
  ['that set a field to a value that nobody has set it to', { field: 'title', value: 'Papyrus' }, 0],
  ['with both', { field: 'title', value: 'Vellum', reason: 'last' }, 1],
])('a page of change sets is found by what sums them up: %s', async (_which, filter, count, most = summaries) => {
  const { read, plan } = await planned(filter);
  expect(read).toBe(count);
  const others = plan.filter((node) => node['Relation Name'] !== 'change_set_summary');
  expect(others.filter((node) => node['Node Type'] === 'Seq Scan')).toEqual([]);
  expect(others.filter((node) => looked(node) > most)).toEqual([]);
});

it.each<[string, ChangeSetFilter, number]>([
  ['all', {}, changeSets],
  ['of somebody who makes nearly all', { actorId: 'often' }, changeSets - 1019],
  ['of a type that nearly all are of', { entityType: ['Post'] }, changeSets - 40],
  ['with a part of nearly all reasons', { reason: 'for now' }, changeSets - 1],
])('change sets are counted together where they are many: %s', async (_which, filter, count) => {
  const { totalCount, plan } = await counted(filter);
  expect(totalCount).toBe(count);
  expect(plan.filter(({ 'Actual Loops': loops = 1 }) => loops > 2000)).toEqual([]);
});

it.each<[string, ChangeSetFilter, number]>([
  ['of a type that changes little', { entityType: ['Tag'] }, 40],
  ['with a part of a reason that no other has', { reason: 'the last tim' }, 1],
  ['that set a field to a value that nobody else has set it to', { field: 'title', value: 'Parchment' }, 1],
])('change sets are looked up to be counted where they are few: %s', async (_which, filter, count) => {
  const { totalCount, plan } = await counted(filter);
  expect(totalCount).toBe(count);
  expect(plan.filter((node) => looked(node) > summaries)).toEqual([]);
});

it('what is removed is summed up no longer, and what is not summed up is found', async () => {
  const reason = 'the last tim';
  const found = async () => (await planned({ reason })).read;
  const ofIt = `(select id from change_set where reason like '%last time')`;
  await asSuperuser(database.superuserUrl, async (client) => {
    const due = async () => {
      const { rows } = await client.query<{ due: number }>(
        'select count(*)::int as due from change_set_summary where bits is null',
      );
      return rows[0]!.due;
    };
    await client.query(`delete from entity_version where change_set_id = ${ofIt}`);
    expect([await due(), await found()]).toEqual([1, 1]);
    await client.query('select palimpsest.sum_up_everybody(10)');
    expect([await due(), await found()]).toEqual([0, 1]);
    await client.query(`delete from change_set where id = ${ofIt}`);
    expect([await due(), await found()]).toEqual([1, 0]);
  });
});

function looked(node: PlanNode): number {
  return node['Actual Rows'] * (node['Actual Loops'] ?? 1) + (node['Rows Removed by Filter'] ?? 0);
}

async function planned(filter: ChangeSetFilter): Promise<{ read: number; plan: PlanNode[] }> {
  const { result, plan } = await asked(filter, async ({ items }) => items.length);
  return { read: result, plan };
}

async function counted(filter: ChangeSetFilter): Promise<{ totalCount: number; plan: PlanNode[] }> {
  const { result, plan } = await asked(filter, (page) => page.totalCount());
  return { totalCount: result, plan };
}

/** @returns with the plan of the last statement */
async function asked<T>(filter: ChangeSetFilter, work: (page: Page<unknown>) => Promise<T>) {
  const statements: CompiledQuery[] = [];
  const result = await orm.em.fork({ session: tenantSession(tenant) }).transactional(async (em) => {
    const reader = new HistoryReader(watched(em as SqlEntityManager, statements));
    return work(await reader.changeSetList({}, filter));
  });
  return { result, plan: await planOf(application, tenant, statements.at(-1)!) };
}
