import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { withClient } from '../src/database/client/with-client.js';
import { commandLine, wholeNumber } from './command-line.js';
import { Api } from './interleave/api.js';
import { Cluster } from './interleave/cluster.js';
import { copyDatabase } from './interleave/copy-database.js';
import { askAgain, runSchedules } from './interleave/run-schedules.js';

const usage = `npm run interleave -- [schedules] [seed]

Random schedules of concurrent transactions, and whether all that readers saw is answered again by the API: by their tokens,
by change sets and by moments, before and after it is sealed, and in a new cluster that all rows were copied into, where some
more schedules run.

  schedules   how many (10000)
  seed        what they do; printed, to do a run again (random)
  --help      this text`;

function readOptions(): { schedules: number; seed: number } | undefined {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { help: { type: 'boolean' } } });
  if (values.help) return undefined;
  const [schedules = '10000', seed = String(randomInt(1, mostSeeds))] = positionals;
  return { schedules: wholeNumber('schedules', schedules), seed: wholeNumber('seed', seed, mostSeeds) };
}

const mostSeeds = 2 ** 30;
const steps = 40;
const lanes = 4;
/** Those that share a database: each has an organization of its own, and each sealing goes through all of them. */
const inDatabase = 50;
/** Those that share two clusters, which are copied between in turn: each has been ahead of the other by its numbers. */
const inClusters = 1000;
const shown = 20;

/** The exit code is 1 where anything was answered otherwise. */
async function main(): Promise<void> {
  const options = commandLine(usage, readOptions);
  if (!options) return;
  const { schedules, seed } = options;
  console.log(`seed ${seed}: ${schedules} schedules`);
  const mismatches: string[] = [];
  let [commits, recordings] = [0, 0];
  for (let start = 0; start < schedules; start += inClusters) {
    await using first = await Cluster.start();
    await using second = await Cluster.start();
    const end = Math.min(start + inClusters, schedules);
    for (let done = start, turn = 0; done < end; done += inDatabase, turn++) {
      const count = Math.min(inDatabase, end - done);
      const [from, into] = turn % 2 === 0 ? [first, second] : [second, first];
      const result = await inTwoClusters(from, into, count, seed + done);
      commits += result.commits;
      recordings += result.recordings;
      mismatches.push(...result.mismatches);
      for (const mismatch of result.mismatches.slice(0, shown)) console.log(`  ${mismatch}`);
      const sofar = `${commits} commits, ${recordings} recordings, ${mismatches.length} mismatches`;
      console.log(`${done + count} schedules, ${sofar}`);
    }
  }
  if (mismatches.length > 0) process.exitCode = 1;
}

async function inTwoClusters(from: Cluster, into: Cluster, schedules: number, seed: number) {
  await using first = await from.database();
  await using firstApi = await Api.start(first.applicationUrl);
  const before = await runSchedules(firstApi, { url: first.applicationUrl, schedules, steps, lanes, seed });
  await using second = await into.database();
  await copyDatabase(first.adminUrl, second.adminUrl);
  await withClient(second.applicationUrl, 'DATABASE_URL', (client) => client.query('select palimpsest.know_cluster()'));
  await using api = await Api.start(second.applicationUrl);
  const copied = await askAgain(api, 'copied', before.recordings);
  const more = { schedules: Math.ceil(schedules / 20), seed: seed + schedules };
  const after = await runSchedules(api, { url: second.applicationUrl, steps, lanes, ...more });
  const still = await askAgain(api, 'copied, and written to', before.recordings);
  return {
    commits: before.commits + after.commits,
    recordings: before.recordings.length + after.recordings.length,
    mismatches: [...before.mismatches, ...copied, ...after.mismatches, ...still],
  };
}

await main();
