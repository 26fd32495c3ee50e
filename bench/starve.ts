import { parseArgs } from 'node:util';
import { commandLine } from './command-line.js';
import { median } from './median.js';
import { hostileRequests, type HostileRequest } from './starve/hostile-request.js';
import { type LongestWaits, probeDuring } from './starve/probe.js';
import { send } from './starve/send.js';
import { type FilledServer, startFilledServer } from './starve/server-process.js';

const rounds = 5;

const usage = `npm run starve -- [words]

  words    of the names of the requests to send (all)
  --help   this text`;

function readOptions(): { words: string[] } | undefined {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { help: { type: 'boolean' } } });
  return values.help ? undefined : { words: positionals };
}

/**
 * Sends requests that try to stop the server, and prints how long others waited meanwhile: the longest wait of each
 * round, and of those the median.
 */
async function main(): Promise<void> {
  const options = commandLine(usage, readOptions);
  if (!options) return;
  const server = await startFilledServer();
  try {
    const requests = hostileRequests(server.filled).filter(({ name }) =>
      options.words.every((word) => name.includes(word)),
    );
    console.log(
      'longest wait beside it: /healthz, a query of others (median, worst of %d); the request itself',
      rounds,
    );
    for (const request of requests) await measure(server, request);
  } finally {
    server.stop();
  }
}

async function measure({ url, token, othersToken }: FilledServer, request: HostileRequest): Promise<void> {
  const waits: LongestWaits[] = [];
  let outcome = '';
  for (let round = 0; round < rounds; round++) {
    waits.push(
      await probeDuring(url, othersToken, async () => {
        const { ms, megabytes, codes } = await send(url, token, request);
        outcome = `${ms.toFixed(0)} ms, ${megabytes.toFixed(1)} MB, ${codes.join(' ')}`;
      }),
    );
  }
  const refused = waits.reduce((sum, wait) => sum + wait.refused, 0);
  console.log(
    `${request.name.padEnd(48)} ${shown(waits, 'health')} ${shown(waits, 'query')}   ${outcome}` +
      (refused > 0 ? `; ${refused} queries of others were refused` : ''),
  );
}

function shown(waits: readonly LongestWaits[], kind: 'health' | 'query'): string {
  const longest = waits.map((wait) => wait[kind]);
  return `${median(longest).toFixed(0).padStart(6)} ${Math.max(...longest)
    .toFixed(0)
    .padStart(6)} ms`;
}

await main();
