import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asSuperuser } from '../support/cluster.js';
import { planOf } from '../support/query-plan.js';
import { findings } from '../support/findings.js';
import { startTestServer, type TestOrganization, type TestServer } from '../support/test-server.js';

let server: TestServer;
let other: TestOrganization;

beforeAll(async () => {
  server = await startTestServer();
  other = await server.addOrganization('other');
});
afterAll(() => server.stop());

/** Runs statements as the server's role, for one tenant, in one transaction. */
const run = (tenant: string, ...statements: [string, unknown[]][]) =>
  asSuperuser(server.database.applicationUrl, async (client) => {
    await client.query('begin');
    await client.query(`select set_config('app.tenant_id', $1, true)`, [tenant]);
    for (const [statement, values] of statements) await client.query(statement, values);
    await client.query('commit');
  });

describe('Keys of the tables of tenants', () => {
  it('begin with the tenant, every unique one of every table', async () => {
    const { rows } = await asSuperuser(server.database.superuserUrl, (client) =>
      client.query<{ table: string; keys: string[] }>(
        `select c.oid::regclass::text as table, array(
           select pg_get_indexdef(i.indexrelid, 1, true) from pg_index i where i.indrelid = c.oid and i.indisunique) as keys
         from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
         where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace`,
      ),
    );
    const tables = rows.map(({ table }) => table);
    expect(tables).toEqual(
      expect.arrayContaining(['post', 'post_tags', 'entity_version', 'audit_entry', 'legal_hold']),
    );
    for (const { table, keys } of rows) {
      expect([table, new Set(keys)]).toEqual([table, new Set(['tenant_id'])]);
    }
  });

  it('find a record by its id alone, under the policies', async () => {
    await asSuperuser(server.database.applicationUrl, async (client) => {
      const statement = { sql: 'select title from post where id = $1', parameters: [randomUUID()] };
      const [scan] = (await planOf(client, other.id, statement)).filter((node) => node['Relation Name'] === 'post');
      expect(scan).toMatchObject({
        'Index Name': 'post_pkey',
        'Index Cond': expect.stringMatching(/tenant_id = .* AND \(id = /) as string,
      });
    });
  });

  it('are of each tenant alone: two have records of the same ids, and each its own history', async () => {
    const [post, tag] = [randomUUID(), randomUUID()];
    const tenants = [server.organization, other];
    for (const { id, slug } of tenants) {
      await run(
        id,
        [`insert into tag (id, name) values ($1, $2)`, [tag, slug]],
        [`insert into post (id, title, slug, body) values ($1, $2::text, $2::text, $2::text)`, [post, slug]],
        [`insert into post_tags (post_id, tag_id) values ($1, $2)`, [post, tag]],
      );
      await run(id, [`update post set body = $2 where id = $1`, [post, `${slug} later`]]);
    }
    for (const { slug, tokens } of tenants) {
      const { data } = await server.graphql(
        `query ($id: ID!) { post(id: $id) { title body tags { name } history { nodes { version operation } } } }`,
        { id: post },
        tokens.ADMIN,
      );
      const nodes = [
        { version: 2, operation: 'UPDATE' },
        { version: 1, operation: 'CREATE' },
      ];
      expect(data).toEqual({
        post: { title: slug, body: `${slug} later`, tags: [{ name: slug }], history: { nodes } },
      });
    }
  });

  it('let one tenant hold, delete and remove a record without a trace in the other that has its id', async () => {
    const id = randomUUID();
    const tenants = [server.organization, other];
    for (const { id: tenant, slug } of tenants) {
      await run(tenant, [`insert into tag (id, name) values ($1, $2)`, [id, `both ${slug}`]]);
    }
    const hold = `mutation ($id: ID!) { placeLegalHold(input: { id: $id, reason: "x" }) { __typename } }`;
    for (const { tokens } of tenants) {
      const { errors } = await server.graphql(hold, { id }, tokens.ADMIN);
      expect(errors).toEqual([]);
    }
    await run(other.id, ['delete from legal_hold where entity_id = $1', [id]], ['delete from tag where id = $1', [id]]);
    await expect(run(server.organization.id, ['delete from tag where id = $1', [id]])).rejects.toThrow('legal hold');
    const living = async ({ tokens }: TestOrganization) =>
      (
        await server.graphql<{ tag: object | null }>(
          'query ($id: ID!) { tag(id: $id) { version } }',
          { id },
          tokens.ADMIN,
        )
      ).data!.tag;
    expect([await living(server.organization), await living(other)]).toEqual([{ version: 1 }, null]);
    expect(await findings(server)).toEqual([]);
  });
});

describe('key_by_tenant', () => {
  it('brings tables of the earlier form to the present one, rows, references and all', async () => {
    const [parent, child] = [randomUUID(), randomUUID()];
    const definitions = await asSuperuser(server.database.ownerUrl, async (client) => {
      await client.query(`
        create table parent (id uuid primary key, tenant_id uuid not null, constraint parent_tenant_id_id_unique unique (tenant_id, id));
        create table child (id uuid primary key, parent_id uuid, tenant_id uuid not null,
          constraint child_parent_id_foreign foreign key (tenant_id, parent_id) references parent (tenant_id, id));
        create table pair (parent_id uuid, child_id uuid, tenant_id uuid not null, primary key (parent_id, child_id));
        create index pair_tenant_id_parent_id_index on pair (tenant_id, parent_id);
        create index pair_tenant_id_child_id_index on pair (tenant_id, child_id)`);
      const tenant = server.organization.id;
      await client.query('insert into parent values ($1, $2)', [parent, tenant]);
      await client.query('insert into child values ($1, $2, $3)', [child, parent, tenant]);
      await client.query('select palimpsest.key_by_tenant()');
      await client.query('select palimpsest.key_by_tenant()');
      const { rows } = await client.query<{ definition: string }>(`
        select conname || ' ' || pg_get_constraintdef(oid) as definition from pg_constraint
        where conrelid in ('parent'::regclass, 'child'::regclass, 'pair'::regclass) and contype <> 'n'
        union all select indexname from pg_indexes where tablename in ('parent', 'child', 'pair') order by 1`);
      await client.query('drop table child, parent, pair');
      return rows.map(({ definition }) => definition);
    });
    expect(definitions).toEqual([
      'child_parent_id_foreign FOREIGN KEY (tenant_id, parent_id) REFERENCES parent(tenant_id, id)',
      'child_pkey',
      'child_pkey PRIMARY KEY (tenant_id, id)',
      'pair_pkey',
      'pair_pkey PRIMARY KEY (tenant_id, parent_id, child_id)',
      'pair_tenant_id_child_id_index',
      'parent_pkey',
      'parent_pkey PRIMARY KEY (tenant_id, id)',
    ]);
  });
});
