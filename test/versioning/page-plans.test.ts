import { createHash } from 'node:crypto';
import { MikroORM, type SqlEntityManager } from '@mikro-orm/postgresql';
import { type CompiledQuery, sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ormOptions } from '../../src/database/orm/mikro-orm.config.js';
import { createOrganization } from '../../src/database/tenants/organizations.js';
import { Post } from '../../src/modules/demo/post/post.entity.js';
import { tenantSession } from '../../src/tenancy/tenant-session.js';
import type { Instant } from '../../src/versioning/read/instants/instant.js';
import type { ListQuery } from '../../src/versioning/read/lists/list-query.js';
import { valuesFor } from '../../src/versioning/session/own-rows.js';
import { RecordReader } from '../../src/versioning/read/records/record-reader.js';
import { asSuperuser } from '../support/cluster.js';
import { planOf, type PlanNode, watched } from '../support/query-plan.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const posts = 2000;

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
  await orm.em
    .fork({ session: tenantSession(tenant) })
    .transactional((em) =>
      em.execute(
        `insert into post (id, title, slug, body) select gen_random_uuid(), 'Title ' || g % 10, 'slug-' || g, 'Body' from generate_series(1, ${posts}) g`,
      ),
    );
  await asSuperuser(database.superuserUrl, async (client) => {
    await client.query(
      'create index post_by_title on post (tenant_id, title collate "und-x-icu", id) where deleted_at is null',
    );
    await client.query('analyze post');
    await client.query('vacuum analyze entity_version');
  });
});

afterAll(async () => {
  await application.end();
  await orm.close();
  await database.drop();
});

const titled = { order: [{ property: 'title', ascending: true }] };

it.each<[string, ListQuery, string, RegExp]>([
  ['by id', {}, 'post_pkey', /\bid > /],
  [
    'by a key, in its language',
    { order: [{ property: 'slug', ascending: true }] },
    'post_slug_list',
    /ROW\(.*slug.*, id\) > ROW/,
  ],
  ['by what many share', titled, 'post_by_title', /ROW\(.*title.*, id\) > ROW/],
])('a page in the middle of a list begins where the one before ended: %s', async (_by, query, index, condition) => {
  const after = await cursorAt(query, posts / 2);
  const { read, plan } = await planned({ ...query, after, first: 20 });
  expect(read).toBe(20);
  const [scan] = plan.filter((node) => node['Relation Name'] === 'post');
  expect(scan).toMatchObject({ 'Index Name': index, 'Index Cond': expect.stringMatching(condition) as string });
  expect(scan!['Rows Removed by Filter'] ?? 0).toBe(0);
  expect(plan.filter((node) => node['Node Type'].includes('Sort'))).toEqual([]);
  const before = await planned({ ...query, before: after, last: 20 });
  const [backwards] = before.plan.filter((node) => node['Relation Name'] === 'post');
  expect(backwards!['Index Cond']).toMatch(new RegExp(condition.source.replaceAll('>', '<')));
  expect(backwards!['Rows Removed by Filter'] ?? 0).toBe(0);
});

it('PostgreSQL keeps the plan of a page; one that is filtered it may plan by its values, which no limit hides', async () => {
  const statementOf = (query: ListQuery) => statementDuring((reader) => reader.list(Post, { ...query, first: 20 }));
  const page = await statementOf({ ...titled, after: await cursorAt(titled, 100) });
  expect(await isKept(page)).toBe(true);
  expect(page.sql).toMatch(/ limit 21$/);
  const nearTheEnd = { order: [{ property: 'slug', ascending: true }] };
  expect(await isKept(await statementOf({ ...nearTheEnd, after: await cursorAt(nearTheEnd, posts - 100) }))).toBe(true);
  const filtered = await statementOf({ ...titled, where: [sql`t.status = ${'DRAFT'}`] });
  expect(filtered.sql).toMatch(/ limit \$\d+$/);
});

it('a page as of an instant is made of its own records, and their versions are found within an index', async () => {
  const [set] = await reading((em) => em.execute<{ id: string }[]>('select id from change_set limit 1'));
  const { read, plan } = await planned({ first: 20 }, { changeSet: set!.id });
  expect(read).toBe(20);
  const [scan] = plan.filter((node) => node['Relation Name'] === 'post');
  expect(scan!['Actual Rows']).toBe(21);
  const finding = plan.find((node) => node['Index Name']?.endsWith('_version_xid_index'));
  expect(finding!['Node Type']).toBe('Index Only Scan');
});

it('PostgreSQL keeps the plan by which a record is found', async () => {
  const [{ id } = { id: '' }] = await reading((em) => em.execute<{ id: string }[]>('select id from post limit 1'));
  expect(await isKept(await statementDuring((reader) => reader.byIds(Post, [id])))).toBe(true);
});

/** The first statement that is sent while something is read. */
async function statementDuring(read: (reader: RecordReader) => Promise<unknown>): Promise<CompiledQuery> {
  const statements: CompiledQuery[] = [];
  await reading((em) => read(new RecordReader(watched(em, statements))));
  return statements[0]!;
}

/** Whether PostgreSQL runs a statement by a plan for all values, once it knows what one for its own would cost. */
async function isKept({ sql: text, parameters }: CompiledQuery): Promise<boolean> {
  await application.query('begin');
  await application.query("select set_config('app.tenant_id', $1, true)", [tenant]);
  const name = createHash('sha256').update(text).digest('hex').slice(0, 20);
  for (let times = 0; times < 6; times++)
    await application.query({ name, text, values: valuesFor(tenant, parameters) });
  const { rows } = await application.query<{ kept: boolean }>(
    'select generic_plans > 0 as kept from pg_prepared_statements where name = $1',
    [name],
  );
  await application.query('rollback');
  return rows[0]!.kept;
}

/** The cursor of the nth record of a list. */
async function cursorAt(query: ListQuery, nth: number): Promise<string> {
  return reading(async (em) => {
    let cursor: string | undefined;
    for (let read = 0; read < nth; read += 100) {
      const { items } = await new RecordReader(em).list(Post, {
        ...query,
        first: 100,
        ...(cursor && { after: cursor }),
      });
      cursor = items.at(-1)!.cursor;
    }
    return cursor!;
  });
}

async function planned(query: ListQuery, instant: Instant | null = null): Promise<{ read: number; plan: PlanNode[] }> {
  const statements: CompiledQuery[] = [];
  const { items } = await reading((em) => new RecordReader(watched(em, statements), instant).list(Post, query));
  return { read: items.length, plan: await planOf(application, tenant, statements[0]!) };
}

function reading<T>(work: (em: SqlEntityManager) => Promise<T>): Promise<T> {
  return orm.em.fork({ session: tenantSession(tenant) }).transactional((em) => work(em as SqlEntityManager));
}
