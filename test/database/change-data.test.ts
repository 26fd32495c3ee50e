import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findings } from '../support/findings.js';
import { startTestServer, type TestOrganization, type TestServer } from '../support/test-server.js';
import { withSuperuser } from '../versioning/superuser.js';

let server: TestServer;
let other: TestOrganization;
beforeAll(async () => {
  server = await startTestServer();
  other = await server.addOrganization('globex');
  const names = ['vellum', 'ink', 'Parchment'];
  for (const name of names) await server.graphql(createTag, { input: { name } });
  for (const name of names) await server.graphql(createTag, { input: { name } }, other.tokens.ADMIN);
});
afterAll(() => server.stop());

const createTag = 'mutation ($input: CreateTagInput!) { createTag(input: $input) { tag { id } } }';

/** Runs statements in one transaction, as migrations do: as the owner, working for nobody. */
async function migrate<T>(work: (query: (sql: string, values?: unknown[]) => Promise<T[]>) => Promise<unknown>) {
  const client = new Client({ connectionString: server.database.ownerUrl });
  await client.connect();
  try {
    await client.query('begin');
    await work(async (sql, values) => (await client.query(sql, values)).rows as T[]);
    await client.query('commit');
  } finally {
    await client.end();
  }
}

const made = () =>
  withSuperuser(server, (query) =>
    query(`
      select o.slug, v.snapshot ->> 'name' as name, v.version, v.operation, s.source, s.actor_kind, s.actor_id, s.reason
      from entity_version v join change_set s on s.id = v.change_set_id and s.tenant_id = v.tenant_id
      join organization o on o.id = v.tenant_id
      where v.entity_type = 'tag' and (v.version > 1 or s.source = 'SQL') order by 1, 2, 3`),
  );

it('refuses to change anything while a table is without the triggers that record it', async () => {
  const changed = migrate(async (query) => {
    await query('drop trigger tag_history on tag');
    await query(`select palimpsest.change_data('Migration0: lost', 'update tag set name = name || ''!''')`);
  });
  await expect(changed).rejects.toThrow(
    /^The triggers that record the changes of tag are not there; change data after/,
  );
  expect(await made()).toEqual([]);
});

it('finds no rows where a migration says nothing of it', async () => {
  await migrate(async (query) => {
    const updated = await query('with changed as (update tag set name = upper(name) returning id) select from changed');
    expect(updated).toEqual([]);
  });
});

it('changes the rows of everybody, with versions that name the migrations, and lets the table be altered afterwards', async () => {
  const change = (reason: string, statement: string) =>
    migrationStep('select palimpsest.change_data($1, $2) as versions', [reason, statement]);
  let migrationStep: (sql: string, values: unknown[]) => Promise<unknown[]> = () => Promise.resolve([]);
  await migrate<unknown>(async (query) => {
    migrationStep = query;
    const capital = await change(
      'Migration1: capitals',
      'update tag set name = initcap(name) where name <> initcap(name)',
    );
    expect(capital).toEqual([{ versions: '4' }]);
    await query('alter table tag add column passing text');
    await query('alter table tag drop column passing');
    const ink = await change('Migration2: exclaim', "update tag set name = name || '!' where name = 'Ink'");
    expect(ink).toEqual([{ versions: '2' }]);
    expect(await change('Migration3: nothing', "update tag set name = 'x' where false")).toEqual([{ versions: '0' }]);
    expect(await query("select current_setting('app.tenant_id', true) as tenant")).toEqual([{ tenant: '' }]);
  });
  const told = { source: 'SQL', actor_kind: 'SQL', actor_id: 'palimpsest migrate up', operation: 'UPDATE' };
  const reason = 'Migration1: capitals\nMigration2: exclaim';
  expect(await made()).toEqual(
    [server.organization.slug, 'globex'].toSorted().flatMap((slug) => [
      { slug, name: 'Ink', version: 2, ...told, reason },
      { slug, name: 'Ink!', version: 3, ...told, reason },
      { slug, name: 'Vellum', version: 2, ...told, reason },
    ]),
  );
  expect(await findings(server)).toEqual([]);
  // The API goes on from there.
  const { data } = await server.graphql<{ tags: { nodes: { id: string; name: string; version: number }[] } }>(
    '{ tags(filter: { name: { eq: "Vellum" } }) { nodes { id name version } } }',
  );
  const [{ id } = { id: '' }] = data!.tags.nodes;
  await server.graphql('mutation ($input: UpdateTagInput!) { updateTag(input: $input) { tag { version } } }', {
    input: { id, expectedVersion: 2, patch: { name: 'Vellum of calves' } },
  });
  expect(await findings(server)).toEqual([]);
});

it('changes nothing for a role that policies do not bind, who would change everything once for each organization', async () => {
  const change = withSuperuser(server, (query) =>
    query(`select palimpsest.change_data('x', $$update tag set name = name || '!'$$)`),
  );
  await expect(change).rejects.toThrow(/^Row level security does not bind /);
});

it('cannot be called by the role that the server works as', async () => {
  const client = new Client({ connectionString: server.database.applicationUrl });
  await client.connect();
  try {
    await expect(client.query("select palimpsest.change_data('x', 'select 1')")).rejects.toThrow(/permission denied/);
  } finally {
    await client.end();
  }
});

it('changes also the rows that were made without an organization', async () => {
  const stray = '01900000-0000-7000-8000-0000000000ff';
  await migrate(async (query) => {
    await query(`select set_config('app.tenant_id', $1, true)`, [stray]);
    await query(`insert into tag (id, name) values ($1, 'astray')`, [stray]);
  });
  await migrate(async (query) => {
    expect(
      await query(
        `select palimpsest.change_data('Migration4: found', $$update tag set name = 'found' where name = 'astray'$$) as versions`,
      ),
    ).toEqual([{ versions: '1' }]);
  });
});
