import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { startEmbeddedPostgres } from '../src/database/embedded-postgres.js';
import { migrateUp } from '../src/database/migrate.js';
import { copyDatabase } from './interleave/copy-database.js';
import { askAgain, runSchedules } from './interleave/run-schedules.js';

const usage = `npm run interleave -- [schedules] [seed]: random schedules of concurrent transactions (10000), and whether
all that readers saw is answered again by the API: by their tokens, by change sets and by moments, before and after it is sealed,
and in a new cluster that all rows were copied into, where some more schedules run.`;

const steps = 40;
const lanes = 3;
/** Those that share a database: each has an organization of its own, and sealing goes through all. */
const inDatabase = 250;
const shown = 20;
const timeouts = { statementMs: 120_000, transactionMs: 240_000, lockMs: 60_000, idleMs: 120_000 };

/** The exit code is 1 where anything was answered otherwise. */
async function main(): Promise<void> {
  const [asked = '10000', seedText = String(randomInt(1, 2 ** 30))] = process.argv.slice(2);
  if (!/^\d+$/.test(asked) || !/^\d+$/.test(seedText)) return console.log(usage);
  const [schedules, seed] = [Number(asked), Number(seedText)];
  console.log(`seed ${seed}: ${schedules} schedules`);
  const mismatches: string[] = [];
  let [commits, recordings, done] = [0, 0, 0];
  for (let first = 0; first < schedules; first += inDatabase) {
    const count = Math.min(inDatabase, schedules - first);
    const result = await inTwoClusters(count, seed + first, () => {
      if (++done % 100 === 0) console.log(`${done} schedules`);
    });
    commits += result.commits;
    recordings += result.recordings;
    mismatches.push(...result.mismatches);
  }
  console.log(`${schedules} schedules, ${commits} commits, ${recordings} recordings, ${mismatches.length} mismatches`);
  for (const mismatch of mismatches.slice(0, shown)) console.log(`  ${mismatch}`);
  if (mismatches.length > 0) process.exitCode = 1;
}

async function inTwoClusters(schedules: number, seed: number, onProgress: () => void) {
  await using first = await cluster();
  const before = await runSchedules({ url: first.applicationUrl, schedules, steps, lanes, seed, onProgress });
  await using second = await cluster();
  await copyDatabase(first.adminUrl, second.adminUrl);
  const client = new Client({ connectionString: second.applicationUrl });
  await client.connect();
  await client.query('select palimpsest.know_cluster()');
  await client.end();
  const copied = await askAgain(second.applicationUrl, 'copied', before.recordings);
  const more = { schedules: Math.ceil(schedules / 20), seed: seed + schedules };
  const after = await runSchedules({ url: second.applicationUrl, steps, lanes, ...more });
  const still = await askAgain(second.applicationUrl, 'copied, and written to', before.recordings);
  return {
    commits: before.commits + after.commits,
    recordings: before.recordings.length + after.recordings.length,
    mismatches: [...before.mismatches, ...copied, ...after.mismatches, ...still],
  };
}

/** A PostgreSQL with the tables and nothing in them, which is gone afterwards. */
async function cluster() {
  const folder = await mkdtemp(join(tmpdir(), 'palimpsest-interleave-'));
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };
  const postgres = await startEmbeddedPostgres(folder, settings);
  const { ownerUrl, applicationUrl } = postgres;
  await migrateUp({ ownerUrl, applicationUrl, timeouts, retention: {} });
  return {
    ...postgres,
    async [Symbol.asyncDispose]() {
      await postgres.stop();
      await rm(folder, { recursive: true });
    },
  };
}

await main();
