import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { commandLine, wholeNumber } from './command-line.js';
import { endLeft, type Stop, stopAt } from './stops/stop-at.js';

const usage = `npm run stops -- [times]

  times    how often a server is ended, at random moments of first and later starts (30)
  --help   this text`;

function readOptions(): { times: number } | undefined {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { help: { type: 'boolean' } } });
  if (values.help) return undefined;
  const [times = '30'] = positionals;
  return { times: wholeNumber('times', times) };
}

/** Before this, Node itself has not begun to run the program, and a signal ends it. */
const earliestMs = 300;
/** By then a start is over, also a first one on a slow machine. */
const latestMs = { first: 12_000, later: 6_000 };
const longestStopMs = 10_000;

/** The exit code is 1 where a server did not end in time, with 0, and with all that belongs to it. */
async function main(): Promise<void> {
  const options = commandLine(usage, readOptions);
  if (!options) return;
  const stops: Stop[] = [];
  let folder: string | undefined;
  for (let n = 0; n < options.times; n++) {
    const isFirst = n % 2 === 0 || folder === undefined;
    if (isFirst && folder !== undefined) await rm(folder, { recursive: true, force: true });
    folder = isFirst ? await mkdtemp(join(tmpdir(), 'palimpsest-stops-')) : folder!;
    const latest = isFirst ? latestMs.first : latestMs.later;
    const stop = await stopAt(folder, earliestMs + Math.random() * (latest - earliestMs));
    stops.push(stop);
    console.log(`${isFirst ? 'first' : 'later'} start ${describe(stop)}`);
    if (!isRight(stop)) console.log(stop.stderr);
    await endLeft(folder);
  }
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  const wrong = stops.filter((stop) => !isRight(stop)).length;
  const longest = Math.max(...stops.map(({ tookMs }) => tookMs));
  console.log(`${stops.length} stops, the longest in ${longest.toFixed(0)} ms, ${wrong} wrong`);
  if (wrong > 0) process.exitCode = 1;
}

function isRight({ code, tookMs, left }: Stop): boolean {
  return code === 0 && tookMs <= longestStopMs && left.length === 0;
}

function describe({ afterMs, tookMs, code, signal, left }: Stop): string {
  return `told to end after ${afterMs.toFixed(0)} ms: ended with ${code ?? signal} in ${tookMs.toFixed(0)} ms, left ${left.length}`;
}

await main();
