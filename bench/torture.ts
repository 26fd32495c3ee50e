import { commandLine } from './command-line.js';
import { type CommandOptions, readOptions, usage } from './torture/options.js';
import { type OwnServer, startOwnServer } from './torture/own-server.js';
import { runTorture, type TortureResult } from './torture/run-torture.js';
import type { Journal } from './torture/journal.js';

const mostShown = 20;

/** Runs the torture as the command line asks; the exit code is 1 where anything was violated. */
async function main(): Promise<void> {
  const options = commandLine(usage, () => readOptions(process.argv.slice(2)));
  if (!options) return;
  const { seed, clients, posts, seconds } = options;
  console.log(`seed ${seed}: ${clients} clients, ${posts} posts, ${seconds} s`);
  const own = options.target ? undefined : await startOwnServer();
  try {
    const result = await torture(options, (options.target ?? own)!);
    report(result);
    if (result.violations.length > 0) process.exitCode = 1;
  } finally {
    await own?.stop();
  }
}

function torture(options: CommandOptions, target: Pick<OwnServer, 'url' | 'token'>): Promise<TortureResult> {
  const interrupted = new AbortController();
  // What was done until then is verified all the same.
  process.once('SIGINT', () => interrupted.abort());
  return runTorture({ ...options, ...target, signal: interrupted.signal, onProgress: showProgress });
}

function showProgress(journal: Journal, seconds: number): void {
  const { operations, acknowledged } = journal;
  console.log(
    `${seconds.toFixed(0).padStart(4)} s  ${operations} operations (${(operations / seconds).toFixed(0)}/s), ` +
      `${acknowledged.length} changes acknowledged`,
  );
}

function report({ journal, seconds, versions, violations }: TortureResult): void {
  const { operations, acknowledged, outcomes } = journal;
  console.log(`\n${operations} operations in ${seconds.toFixed(1)} s, ${(operations / seconds).toFixed(1)}/s`);
  for (const [outcome, count] of [...outcomes].toSorted(([, a], [, b]) => b - a)) {
    console.log(`  ${outcome.padEnd(24)} ${String(count).padStart(8)}`);
  }
  const actions = Map.groupBy(acknowledged, ({ action }) => action);
  const changes = [...actions].map(([action, { length }]) => `${length} ${action.toLowerCase()}`).join(', ');
  console.log(`${acknowledged.length} changes acknowledged: ${changes}`);
  console.log(`${versions} versions read back and checked`);
  for (const violation of violations.slice(0, mostShown)) console.log(`  VIOLATION ${violation}`);
  console.log(violations.length === 0 ? 'OK: 0 violations' : `FAILED: ${violations.length} violations`);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
