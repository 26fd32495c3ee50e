import { execFile } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { escapeIdentifier, escapeLiteral } from 'pg';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { Api } from '../../bench/interleave/api.js';
import { copyDatabase } from '../../bench/interleave/copy-database.js';
import { askAgain, runSchedules, type RunResult } from '../../bench/interleave/run-schedules.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/database/embedded/embedded-postgres.js';
import { migrateUp } from '../../src/database/upgrade/migrate.js';
import { asSuperuser, timeouts } from '../support/cluster.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const seed = randomInt(1, 2 ** 30);
// So many that there is enough of each kind, also where a busy machine has writers wait for locks in vain.
const size = { schedules: 18, steps: 40, lanes: 3 };

let database: TestDatabase;
let api: Api;
let before: RunResult;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await Api.start(database.applicationUrl);
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await database.drop();
});

it('what readers saw is answered again by token, change set and moment, before and after it is sealed', async () => {
  before = await runSchedules(api, { url: database.applicationUrl, ...size, seed });
  expect(before.mismatches, `seed ${seed}`).toEqual([]);
  expect(before.commits).toBeGreaterThan(30);
  const kinds = Map.groupBy(before.recordings, ({ kind }) => kind);
  for (const kind of ['token', 'changeSet', 'at'] as const) expect(kinds.get(kind)!.length).toBeGreaterThan(30);
  const [token] = kinds.get('token')!;
  const other = kinds.get('token')!.find(({ tenant, state }) => tenant === token!.tenant && state !== token!.state)!;
  const confused = { ...token!, state: other.state };
  expect(await askAgain(api, 'confused', [confused])).toEqual([
    `confused: token ${token!.name} answered ${token!.state}`,
  ]);
});

it('and when PostgreSQL has let go of the times of commit', async () => {
  const forgetting = `update transaction_numbering set own_since = '9000000000000000000'`;
  await asSuperuser(database.superuserUrl, (client) => client.query(forgetting));
  expect(await askAgain(api, 'forgotten', before.recordings)).toEqual([]);
});

/** Has all that was recorded answered in a new cluster, which rows come into, and others go on there. */
async function goOnAfter(copying: (into: EmbeddedPostgres) => Promise<unknown>): Promise<void> {
  const postgres = await startEmbeddedPostgres(await temporaryFolder(), { fsync: 'off' });
  try {
    const { applicationUrl } = postgres;
    await copying(postgres);
    const knowing = 'select palimpsest.know_cluster() as begun';
    const noticed = await asSuperuser(applicationUrl, (client) => client.query<{ begun: boolean }>(knowing));
    expect(noticed.rows).toEqual([{ begun: true }]);
    await using there = await Api.start(applicationUrl);
    expect(await askAgain(there, 'copied', before.recordings)).toEqual([]);
    const more = { ...size, schedules: 3, seed: seed + 1000 };
    const after = await runSchedules(there, { url: applicationUrl, ...more });
    expect(after.mismatches, `seed ${seed + 1000}`).toEqual([]);
    expect(await askAgain(there, 'written to', before.recordings)).toEqual([]);
  } finally {
    await postgres.stop();
  }
}

it('and so in a new cluster that all rows were copied into, where others go on', { tags: ['slow'] }, () =>
  goOnAfter(async ({ ownerUrl, applicationUrl, adminUrl }) => {
    await migrateUp({ ownerUrl, applicationUrl, timeouts, retention: {} });
    await copyDatabase(database.superuserUrl, adminUrl);
  }),
);

const { rows: versions } = await asSuperuser(inject('cluster').superuserUrl, (client) =>
  client.query<{ major: number }>(`select current_setting('server_version_num')::int / 10000 as major`),
);
const programs = `/usr/lib/postgresql/${versions[0]!.major}/bin`;

// The embedded PostgreSQL brings no pg_dump.
it.runIf(existsSync(`${programs}/pg_dump`))(
  'and so after pg_dump and pg_restore into a new cluster',
  { tags: ['slow'] },
  () =>
    goOnAfter(async ({ superuserUrl, adminUrl, applicationUrl }) => {
      const { owner, application } = inject('cluster');
      const run = promisify(execFile);
      const file = join(await temporaryFolder(), 'dump');
      await run(`${programs}/pg_dump`, ['--format=custom', `--file=${file}`, database.superuserUrl]);
      await asSuperuser(superuserUrl, async (client) => {
        const password = escapeLiteral(decodeURIComponent(new URL(applicationUrl).password));
        await client.query(`create role ${escapeIdentifier(owner)}; create role ${escapeIdentifier(application)}`);
        await client.query(
          `create role palimpsest_app login password ${password} in role ${escapeIdentifier(application)}`,
        );
      });
      await run(`${programs}/pg_restore`, ['--exit-on-error', `--dbname=${adminUrl}`, file]);
      // A dump holds no rights on the database itself; `migrate up` takes this one from everybody.
      await asSuperuser(adminUrl, async (client) => {
        const { rows } = await client.query<{ name: string }>('select current_database() as name');
        await client.query(`revoke temporary on database ${escapeIdentifier(rows[0]!.name)} from public`);
      });
    }),
);
