import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** What became of a server that was told to end. */
export interface Stop {
  /** When it was told, in milliseconds after its start. */
  readonly afterMs: number;
  /** How long it took to end. */
  readonly tookMs: number;
  readonly code: number | null;
  /** The signal that ended it, where it did not end by itself. */
  readonly signal: NodeJS.Signals | null;
  /** The command lines of what works on its data folder and is still there. */
  readonly left: readonly string[];
  readonly stderr: string;
}

/** As long is waited for a server that is told to end; then it is killed. */
const patienceMs = 30_000;

/** Starts the built server on a data folder, tells it to end at a moment, and looks what is left. */
export async function stopAt(dataDir: string, afterMs: number): Promise<Stop> {
  const server = spawn(process.execPath, ['dist/src/main.js'], {
    env: { PATH: process.env.PATH, DATA_DIR: dataDir, PORT: '0' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  server.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const exited = once(server, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  await sleep(afterMs);
  const told = performance.now();
  server.kill('SIGTERM');
  const killer = setTimeout(() => server.kill('SIGKILL'), patienceMs);
  const [code, signal] = await exited;
  clearTimeout(killer);
  return { afterMs, tookMs: performance.now() - told, code, signal, left: await processesOn(dataDir), stderr };
}

/** Ends what a failed stop has left. */
export async function endLeft(dataDir: string): Promise<void> {
  for (const line of await processesOn(dataDir)) process.kill(Number(line.split(' ')[0]), 'SIGKILL');
}

/** Whatever names the folder in its command line, number first; on systems without /proc nothing. */
async function processesOn(dataDir: string): Promise<string[]> {
  if (!existsSync('/proc/self/cmdline')) return [];
  const lines = await Promise.all((await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(commandLine));
  return lines.filter((line) => line.includes(dataDir));
}

async function commandLine(pid: string): Promise<string> {
  try {
    return `${pid} ${(await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ')}`;
  } catch {
    // It has ended meanwhile.
    return pid;
  }
}
