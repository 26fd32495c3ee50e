import type { Client } from 'pg';
import { Random } from '../torture/random.js';
import type { Api } from './api.js';
import { findMismatches, type Mismatch } from './check.js';
import { Connections } from './connections.js';
import type { Recording } from './recording.js';
import { runSchedule } from './schedule.js';

/** What became of schedules: what they have recorded, and what was answered otherwise, when. */
export interface RunResult {
  readonly recordings: readonly Recording[];
  readonly commits: number;
  readonly mismatches: readonly string[];
}

export interface RunOptions {
  /** Connects as the server's role. */
  readonly url: string;
  readonly schedules: number;
  readonly steps: number;
  /** How many at once: they share the numbers of transactions. */
  readonly lanes: number;
  readonly seed: number;
}

/**
 * Runs random schedules, and asks for all that they have recorded again: at once, at their end, and once all is sealed.
 *
 * @param api of the same database
 */
export async function runSchedules(api: Api, options: RunOptions): Promise<RunResult> {
  const { url, schedules, steps, lanes, seed } = options;
  const recordings: Recording[] = [];
  const mismatches: string[] = [];
  let commits = 0;
  let begun = 0;
  const tell = (when: string, of: readonly Mismatch[], schedule: number) =>
    void mismatches.push(...of.map((one) => `${told(when, one)} (schedule ${schedule} of seed ${seed})`));
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      await using connections = new Connections(url);
      const [client] = await connections.take(1);
      while (begun < schedules) {
        const schedule = begun++;
        const result = await runSchedule(connections, api, new Random(seed + schedule), steps);
        commits += result.commits;
        tell('under way', result.mismatches, schedule);
        tell('not all sealed', await findMismatches(api, result.recordings), schedule);
        await sealAll(client!);
        tell('sealed', await findMismatches(api, result.recordings), schedule);
        recordings.push(...result.recordings);
      }
    }),
  );
  return { recordings, commits, mismatches };
}

/** Asks for all that was recorded again. @returns what is answered otherwise */
export async function askAgain(api: Api, when: string, recordings: readonly Recording[]): Promise<string[]> {
  return (await findMismatches(api, recordings)).map((one) => told(when, one));
}

function told(when: string, { kind, name, answered }: Mismatch): string {
  return `${when}: ${kind} ${name} answered ${answered}`;
}

async function sealAll(client: Client): Promise<void> {
  for (let isBehind = true; isBehind;) {
    const { rows } = await client.query<{ is_behind: boolean }>(
      'select is_behind from palimpsest.seal_change_sets(1000, false)',
    );
    isBehind = rows[0]!.is_behind;
  }
}
