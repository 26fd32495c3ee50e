import { readdir } from 'node:fs/promises';
import { Client } from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { migrateUp } from '../../src/database/upgrade/migrate.js';
import { blankDatabase } from '../support/blank-database.js';
import { asSuperuser, timeouts } from '../support/cluster.js';
import { eventually } from '../support/eventually.js';
import { startProgram } from '../support/run-program.js';

const migrations = (await readdir('migrations'))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -3));

it('migrate up that is killed in the middle leaves nothing, and the next one does all of it', async () => {
  const database = await blankDatabase();
  const other = new Client({ connectionString: database.superuserUrl });
  await other.connect();
  onTestFinished(() => other.end());
  // One of the last migrations waits for whoever is making a table of this name.
  await other.query('begin; create table computed_value ()');
  const settings = { DATABASE_URL: database.applicationUrl, MIGRATION_DATABASE_URL: database.ownerUrl };
  const killed = startProgram('cli/main.js', ['migrate', 'up'], settings);
  const waiting = () =>
    asSuperuser(database.superuserUrl, async (client) => {
      const { rows } = await client.query(
        `select from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock' and query ~ 'create table .*computed_value'`,
      );
      return rows.length;
    });
  await eventually(async () => expect([await waiting(), killed.output.stderr]).toEqual([1, '']));
  await killed.end('SIGKILL');
  const next = migrateUp({ ...database, timeouts });
  // PostgreSQL notices only after its statement that whoever sent it is gone.
  expect(await waiting()).toBe(1);
  await other.query('rollback');
  expect(await next).toEqual(migrations.toSorted());
});
