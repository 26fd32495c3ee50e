import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { migrateUp } from '../../src/database/upgrade/migrate.js';
import { blankDatabase } from '../support/blank-database.js';
import { asSuperuser, timeouts } from '../support/cluster.js';
import { eventually } from '../support/eventually.js';

it('what a server of the version before seals during the migration of topics is found by them as well', async () => {
  const { superuserUrl, ownerUrl, applicationUrl } = await blankDatabase();
  const migrate = () => migrateUp({ ownerUrl, applicationUrl, timeouts });
  const questions = (await migrate()).find((name) => name.endsWith('_questions'))!;
  await asSuperuser(superuserUrl, async (client) => {
    // As it was before that migration.
    const { rows } = await client.query<{ text: string }>(
      `select pg_get_functiondef('palimpsest.seal_next'::regproc) as text`,
    );
    await client.query(rows[0]!.text.replace(/perform palimpsest\.note_topics\(.*\);/, ''));
    await client.query('drop table change_set_topic');
    await client.query('delete from migration where name = $1', [questions]);
  });
  const server = new Client({ connectionString: applicationUrl });
  await server.connect();
  onTestFinished(() => server.end());
  const tenant = randomUUID();
  await server.query(`begin; select set_config('app.tenant_id', '${tenant}', true)`);
  await server.query(`insert into organization (id, slug, name) values ($1::uuid, $1::text, 'x')`, [tenant]);
  await server.query(`insert into tag (id, name) values (gen_random_uuid(), 'ink')`);
  await server.query('commit; begin');
  const { rows } = await server.query<{ sealed: string }>('select sealed from palimpsest.seal_change_sets(1000)');
  expect(Number(rows[0]!.sealed)).toBeGreaterThan(0);

  let isOver = false;
  const upgrade = migrate().finally(() => (isOver = true));
  await asSuperuser(superuserUrl, (client) =>
    eventually(async () => {
      const waiting = await client.query(
        `select from pg_locks where locktype = 'advisory' and not granted
           and database = (select oid from pg_database where datname = current_database())`,
      );
      expect(isOver || waiting.rows.length > 0).toBe(true);
    }),
  );
  await server.query('commit');
  expect(await upgrade).toEqual([questions]);

  await asSuperuser(superuserUrl, async (client) => {
    const found = await client.query<{ topic: string }>(
      `select topic from change_set_topic where tenant_id = $1 and entity_type = 'tag'`,
      [tenant],
    );
    expect(found.rows).toEqual([{ topic: 'CREATE' }]);
  });
});
