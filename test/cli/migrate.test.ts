import { expect, it } from 'vitest';
import { blankDatabase } from '../support/blank-database.js';
import { asSuperuser } from '../support/cluster.js';
import { runProgram } from '../support/run-program.js';

it('migrate up says in one sentence which migration fails, where and why; migrate status lists what is missing, too new or different', async () => {
  const { superuserUrl, ownerUrl, applicationUrl } = await blankDatabase();
  const settings = { DATABASE_URL: applicationUrl, MIGRATION_DATABASE_URL: ownerUrl };
  const migrate = (what: 'up' | 'status') => runProgram('cli/main.js', ['migrate', what], settings);
  const run = (statement: string) => asSuperuser(superuserUrl, (client) => client.query(statement));
  const last = async () => (await migrate('status')).stdout.trimEnd().split('\n').at(-1)!;

  expect((await migrate('up')).code).toBe(0);
  await run(`delete from migration where name like '%\\_sign_in'`);
  expect(await migrate('up')).toEqual({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(
      /^The migration Migration\d+_sign_in failed at `drop index "sign_in_attempt_window_start_index";`, and nothing was changed: index "sign_in_attempt_window_start_index" does not exist\n$/,
    ),
  });
  expect(await last()).toMatch(/^pending {2}Migration\d+_sign_in$/);

  await run(`insert into migration (name) values ('Migration20261126211000_sign_in')`);
  await run('alter table tag drop column name cascade');
  expect(await last()).toBe('differs  the column name of tag is missing');

  await run(`insert into migration (name) values ('Migration20990101000000_next')`);
  expect(await last()).toBe('newer    Migration20990101000000_next');
});
