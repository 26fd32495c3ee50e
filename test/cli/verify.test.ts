import { expect, it } from 'vitest';
import { verificationText } from '../../src/cli/verify-report.js';
import { blankDatabase } from '../support/blank-database.js';
import { asSuperuser } from '../support/cluster.js';
import { runProgram } from '../support/run-program.js';

interface Line {
  readonly kind: string;
  readonly requirement?: string;
  readonly records?: readonly { readonly id: string }[];
}

const requirement = 'the newest snapshot equals the row, column by column and link by link';

it('verify names the columns of what is wrong and no values, and looks into a database that the server would not start on', async () => {
  const { superuserUrl, ownerUrl, applicationUrl } = await blankDatabase();
  const settings = { DATABASE_URL: applicationUrl, MIGRATION_DATABASE_URL: ownerUrl };
  const cli = (...args: string[]) => runProgram('cli/main.js', args, settings);
  const run = <Row extends object>(statement: string) =>
    asSuperuser(superuserUrl, async (client) => (await client.query<Row>(statement)).rows);
  const verified = async () => {
    const { stdout } = await cli('verify', '--json', '--all');
    return stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);
  };
  expect((await cli('migrate', 'up')).code).toBe(0);
  const organization = (await cli('org', 'create', '--slug', 'acme', '--name', 'Acme')).stdout.trim();

  const healthy = /^Verified 0 versions in [\d.]+ s \(\d+\/s\): 0 findings\.\n$/;
  expect(await cli('verify')).toEqual({ code: 0, stdout: expect.stringMatching(healthy), stderr: '' });
  expect(await verified()).toEqual([expect.objectContaining({ kind: 'summary', findings: 0, retired: {} })]);

  await asSuperuser(superuserUrl, async (client) => {
    await client.query(`select set_config('app.tenant_id', $1, false)`, [organization]);
    await client.query(`insert into tag (id, name) select gen_random_uuid(), 'tag ' || n from generate_series(1, 6) n`);
    await client.query(`set session_replication_role = replica`);
    await client.query(`update entity_version set snapshot = snapshot || '{"name": "canary"}'`);
  });
  const { code, stdout } = await cli('verify');
  expect(code).toBe(1);
  const five = String.raw`([\da-f-]{36} at version 1 \(name\), ){4}[\da-f-]{36} at version 1 \(name\)`;
  expect(stdout).toMatch(
    new RegExp(`acme: Tag: 6 against "${requirement}": ${five} and 1 more, which --all names\\.\n`),
  );
  const all = await verified();
  const ids = (await run<{ id: string }>('select id from tag order by id')).map(({ id }) => id);
  expect(all).toContainEqual({
    kind: 'finding',
    organization: 'acme',
    entityType: 'Tag',
    requirement,
    count: 6,
    records: ids.map((id) => ({ id, version: 1, columns: ['name'] })),
  });
  expect(stdout + JSON.stringify(all)).not.toContain('canary');

  const stranger = new URL(applicationUrl);
  stranger.username = `${stranger.username}_stranger`;
  await run(`create role "${stranger.username}" login password 'secret'`);
  const strange = await runProgram('cli/main.js', ['verify'], { DATABASE_URL: stranger.href });
  await run(`drop role "${stranger.username}"`);
  expect(strange).toEqual({ code: 1, stdout: '', stderr: expect.stringMatching(/^The role lacks a right .*\n$/) });

  await run('alter table post_tags rename column tag_id to label_id; alter table post disable trigger post_history');
  const [{ name }] = (await run('delete from migration where id = (select max(id) from migration) returning name')) as [
    { name: string },
  ];
  const altered = await cli('verify');
  expect({ code: altered.code, stderr: altered.stderr }).toEqual({ code: 1, stderr: '' });
  expect(altered.stdout).toContain(`The database: the migration ${name} is pending.\n`);
  expect(altered.stdout).toContain('The database: the trigger post_history of post is disabled.\n');
  expect(altered.stdout).toMatch(/acme: Post: 1 against "the tables are as the entities have them \(.*tag_id.*\)"\.\n/);
  expect(altered.stdout).toContain(`acme: Tag: 6 against "${requirement}"`);
  expect((await cli('migrate', 'status')).stdout).toContain(`pending  ${name}\n`);
});

it('A table that a migration has retired is no fault of a database, and told once', () => {
  const lines = verificationText({
    problems: [],
    findings: [],
    stray: [],
    notices: [],
    retired: new Map([['offer', 12]]),
    versions: 40,
    seconds: 2,
  });
  expect(lines).toEqual([
    'Verified 40 versions in 2.0 s (20/s): 0 findings. Among them are versions of retired tables: 12 of offer.',
  ]);
});
