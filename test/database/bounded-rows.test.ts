import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { migrateUp } from '../../src/database/upgrade/migrate.js';
import { blankDatabase } from '../support/blank-database.js';
import { asSuperuser, timeouts } from '../support/cluster.js';

it('the migration that bounds jobs, attempts and organizations takes back what says nothing, and names organizations in the way', async () => {
  const database = await blankDatabase();
  const migrate = () => migrateUp({ ...database, timeouts });
  const bounded = (await migrate()).find((name) => name.endsWith('_bounded'))!;
  const run = (statement: string, values: unknown[] = []) =>
    asSuperuser(database.superuserUrl, (client) => client.query(statement, values));
  const id = randomUUID();
  await run('alter table job_run drop constraint job_run_readable');
  await run('alter table sign_in_attempt drop constraint sign_in_attempt_until_bounded');
  await run(`alter table organization drop constraint organization_slug_form, drop constraint organization_name_form`);
  await run('delete from migration where name = $1', [bounded]);
  await run(
    `insert into job_run (name, started_at, report) values ('old', '-infinity', null), ('list', now(), '[1]'), ('purge', now(), '{}')`,
  );
  await run(`insert into sign_in_attempt (key, until) values ('a', 'infinity'), ('b', '-infinity'), ('c', now())`);
  await run('insert into organization (id, slug, name) values ($1, $2, $3)', [id, 'Acme \u001b[2J\n', 'Acme']);
  const failure = await migrate().catch((error: unknown) => error);
  expect((failure as Error).message).toContain(`1 organizations have a slug that is none (ids ${id})`);
  await run(`update organization set slug = 'acme'`);
  expect(await migrate()).toEqual([bounded]);
  expect((await run('select name from job_run')).rows).toEqual([{ name: 'purge' }]);
  expect((await run('select key from sign_in_attempt')).rows).toEqual([{ key: 'c' }]);
  await expect(run(`update organization set name = E'A\\u0007'`)).rejects.toThrow('organization_name_form');
  await expect(run(`update organization set slug = E'acme\\n'`)).rejects.toThrow('organization_slug_form');
});
