import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { copyDatabase } from '../../bench/interleave/copy-database.js';
import { askAgain, runSchedules, type RunResult } from '../../bench/interleave/run-schedules.js';
import { startEmbeddedPostgres } from '../../src/database/embedded-postgres.js';
import { migrateUp } from '../../src/database/migrate.js';
import { asSuperuser, timeouts } from '../support/cluster.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const seed = randomInt(1, 2 ** 30);
const size = { schedules: 20, steps: 40, lanes: 3 };

let database: TestDatabase;
let before: RunResult;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

it('what readers saw is answered again by token, change set and moment, before and after it is sealed', async () => {
  before = await runSchedules({ url: database.applicationUrl, ...size, seed });
  expect(before.mismatches, `seed ${seed}`).toEqual([]);
  expect(before.commits).toBeGreaterThan(60);
  const kinds = Map.groupBy(before.recordings, ({ kind }) => kind);
  for (const kind of ['token', 'changeSet', 'at'] as const) expect(kinds.get(kind)!.length).toBeGreaterThan(60);
  const [token] = kinds.get('token')!;
  const other = kinds.get('token')!.find(({ tenant, state }) => tenant === token!.tenant && state !== token!.state)!;
  const confused = { ...token!, state: other.state };
  expect(await askAgain(database.applicationUrl, 'confused', [confused])).toEqual([`confused: token ${token!.name}`]);
});

it('and so in a new cluster that all rows were copied into, where others go on', { tags: ['slow'] }, async () => {
  const postgres = await startEmbeddedPostgres(await temporaryFolder(), { fsync: 'off' });
  try {
    const { ownerUrl, applicationUrl, adminUrl } = postgres;
    await migrateUp({ ownerUrl, applicationUrl, timeouts, retention: {} });
    await copyDatabase(database.superuserUrl, adminUrl);
    const knowing = 'select palimpsest.know_cluster() as begun';
    const noticed = await asSuperuser(applicationUrl, (client) => client.query<{ begun: boolean }>(knowing));
    expect(noticed.rows).toEqual([{ begun: true }]);
    expect(await askAgain(applicationUrl, 'copied', before.recordings)).toEqual([]);
    const after = await runSchedules({ url: applicationUrl, ...size, schedules: 5, seed: seed + 1000 });
    expect(after.mismatches, `seed ${seed + 1000}`).toEqual([]);
    expect(await askAgain(applicationUrl, 'written to', before.recordings)).toEqual([]);
  } finally {
    await postgres.stop();
  }
});
