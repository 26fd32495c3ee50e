import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { migrateUp } from '../../src/database/upgrade/migrate.js';
import { strayRows } from '../../src/database/tenants/stray-rows.js';
import { mustMutate } from '../concurrency/mutate.js';
import { blankDatabase } from '../support/blank-database.js';
import { asSuperuser, timeouts } from '../support/cluster.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());
beforeEach(async () => {
  await mustMutate(server, [['createTag', { name: randomUUID() }]]);
});

const run = (statement: string, values: unknown[] = []) =>
  asSuperuser(server.database.superuserUrl, (client) => client.query(statement, values));

it.each(['ownerUrl', 'superuserUrl'] as const)('an organization is not removed by %s', async (url) => {
  await asSuperuser(server.database[url], async (client) => {
    await client.query(`select set_config('app.tenant_id', $1, false)`, [server.organization.id]);
    await expect(client.query('delete from organization where id = $1', [server.organization.id])).rejects.toThrow(
      'DELETE of organization is refused: its past would be lost.',
    );
    await expect(client.query('truncate organization')).rejects.toThrow('TRUNCATE of organization is refused');
  });
});

it('rows whose organization is gone are found, table by table', async () => {
  expect(await strayRows(server.orm)).toEqual([]);
  await asSuperuser(server.database.superuserUrl, async (client) => {
    await client.query('set session_replication_role = replica');
    await client.query('delete from organization where id = $1', [server.organization.id]);
  });
  const stray = await strayRows(server.orm);
  const tenant = server.organization.id;
  expect(stray).toEqual(
    expect.arrayContaining([
      { table: 'tag', tenant, count: expect.any(Number) },
      { table: 'entity_version', tenant, count: expect.any(Number) },
      { table: 'audit_entry', tenant, count: expect.any(Number) },
      { table: 'change_set', tenant, count: expect.any(Number) },
    ]),
  );
  const { id, slug, name } = { name: 'again', ...server.organization };
  await run('insert into organization (id, slug, name) values ($1, $2, $3)', [id, slug, name]);
  expect(await strayRows(server.orm)).toEqual([]);
});

it('rows whose organization never was are found as well', async () => {
  const tenant = randomUUID();
  await run('insert into tag (id, name, tenant_id) values (gen_random_uuid(), $1::text, $1::uuid)', [tenant]);
  expect(await strayRows(server.orm)).toEqual(
    expect.arrayContaining([
      { table: 'tag', tenant, count: 1 },
      { table: 'entity_version', tenant, count: 1 },
    ]),
  );
});

it("and events that the server's own role makes up for one that never was", async () => {
  const tenant = randomUUID();
  const event = { action: 'session.signIn', actor_kind: 'USER', actor_id: 'nobody' };
  await asSuperuser(server.database.applicationUrl, async (client) => {
    await client.query(`select set_config('app.tenant_id', $1, false)`, [tenant]);
    await client.query('select palimpsest.record_event($1)', [event]);
  });
  expect(await strayRows(server.orm)).toContainEqual({ table: 'audit_entry', tenant, count: 1 });
});

it('also those that were there before the database kept for whom there are rows', async () => {
  const database = await blankDatabase();
  await migrateUp({ ...database, timeouts });
  const tenant = randomUUID();
  await asSuperuser(database.superuserUrl, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `delete from migration where name like '%known_tenants' returning name`,
    );
    expect(rows).toHaveLength(1);
    await client.query(`drop table known_tenant; drop trigger change_set_known on change_set;
      drop trigger organization_known on organization; drop trigger organization_kept on organization;
      drop trigger organization_no_truncate on organization; alter table job_run drop constraint job_run_check;
      insert into job_run (name, started_at, finished_at) values ('purge', now() + interval '1 day', now() + interval '1 day')`);
    await client.query('insert into tag (id, name, tenant_id) values (gen_random_uuid(), $1::text, $1::uuid)', [
      tenant,
    ]);
  });
  await migrateUp({ ...database, timeouts });
  const { rows } = await asSuperuser(database.superuserUrl, (client) =>
    client.query('select k.id, started_at <= now() as past from known_tenant k, job_run'),
  );
  expect(rows).toEqual([{ id: tenant, past: true }]);
});

it.each(['started_at', 'finished_at', 'succeeded_at'])(
  'nobody says that a job is done for tomorrow, by %s',
  async (column) => {
    await asSuperuser(server.database.applicationUrl, async (client) => {
      await client.query(`insert into job_run (name, started_at) values ('purge', clock_timestamp())
        on conflict (name) do update set started_at = excluded.started_at`);
      await expect(
        client.query(`update job_run set ${column} = clock_timestamp() + interval '1 day' where name = 'purge'`),
      ).rejects.toThrow('job_run_check');
    });
  },
);
