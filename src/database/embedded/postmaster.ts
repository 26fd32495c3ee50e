import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { StartupError } from '../errors/startup-error.js';
import type { OperatingUser } from './operating-user.js';
import { readPostmasterFile } from './postmaster-file.js';
import { waitUntil } from './process-state.js';

export const localhost = '127.0.0.1';

// Recovery after a crash replays what was written since the last checkpoint, which may take a while.
const startTimeoutMs = 120_000;
const longestCheckpointMs = 30_000;
const immediateStopMs = 30_000;
const portAttempts = 5;

export interface PostmasterOptions {
  readonly program: string;
  readonly user: OperatingUser;
  readonly clusterFolder: string;
  readonly logFile: string;
  readonly settings: Readonly<Record<string, string>>;
}

/** The running PostgreSQL server process, a child of this one. */
export interface Postmaster {
  readonly port: number;
  /**
   * Stops it; what is committed is safe in any case.
   *
   * @param patienceMs how long others may finish what they do on it
   * @param checkpointMs how long it may take to write everything into its place; without that, the next start does it
   */
  stop(patienceMs: number, checkpointMs?: number): Promise<void>;
}

/**
 * Starts PostgreSQL on a free port of this machine alone.
 *
 * @throws {StartupError} where it does not come up, with the reason from its log
 */
export async function startPostmaster(options: PostmasterOptions): Promise<Postmaster> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const logged = (await readLog(options.logFile)).length;
    const child = launch(options, port);
    if (await becomesReady(child, options.clusterFolder)) {
      return { port, stop: stopper(child) };
    }
    const log = (await readLog(options.logFile)).slice(logged);
    // Another program may have taken the port between our asking and PostgreSQL's binding.
    if (attempt < portAttempts && /could not bind|could not create any TCP\/IP sockets/.test(log)) {
      continue;
    }
    const reason = /(?:FATAL|PANIC): +(.*)/.exec(log)?.[1] ?? 'it gave no reason';
    throw new StartupError(`The embedded PostgreSQL did not start: ${reason} (see ${options.logFile}).`);
  }
}

function launch({ program, user, clusterFolder, logFile, settings }: PostmasterOptions, port: number): ChildProcess {
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const { file, args, ...account } = user.command(program, ['-D', clusterFolder, '-p', String(port), ...flags]);
  const log = openSync(logFile, 'a', 0o600);
  try {
    // A session of its own, so that Ctrl-C reaches only us and requests in flight keep their database.
    const child = spawn(file, args, {
      ...account,
      detached: true,
      stdio: ['ignore', log, log],
      env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    });
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}

async function becomesReady(child: ChildProcess, clusterFolder: string): Promise<boolean> {
  let failure: Error | undefined;
  child.once('error', (error) => (failure = error));
  const over = () => failure !== undefined || hasExited(child);
  const ready = async () => {
    const file = await readPostmasterFile(clusterFolder);
    return over() || (file?.pid === child.pid && file?.ready === true);
  };
  const settled = await waitUntil(ready, startTimeoutMs).catch(async (error: unknown) => {
    child.kill('SIGQUIT');
    if (!over()) await once(child, 'exit');
    throw error;
  });
  if (failure) {
    throw new StartupError(`The embedded PostgreSQL could not be run: ${failure.message}.`);
  }
  if (!settled) {
    child.kill('SIGQUIT');
  }
  return settled && !over();
}

function stopper(child: ChildProcess): Postmaster['stop'] {
  // Whatever ends this process without stop(): PostgreSQL is told to end, too.
  let told = false;
  const abandon = () => child.kill(told ? 'SIGQUIT' : 'SIGINT');
  process.once('exit', abandon);
  const exited = hasExited(child) ? Promise.resolve() : once(child, 'exit');
  const endsWithin = (ms: number) => {
    const late = Promise.withResolvers<boolean>();
    const timer = setTimeout(late.resolve, ms, false);
    return Promise.race([exited.then(() => true), late.promise]).finally(() => clearTimeout(timer));
  };
  return async (patienceMs, checkpointMs = longestCheckpointMs) => {
    told = true;
    const steps = [
      ['SIGTERM', patienceMs],
      ['SIGINT', checkpointMs],
      ['SIGQUIT', immediateStopMs],
    ] as const;
    for (const [signal, timeoutMs] of steps) {
      child.kill(signal);
      if (await endsWithin(timeoutMs)) {
        break;
      }
    }
    process.off('exit', abandon);
  };
}

const hasExited = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, localhost);
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (typeof address !== 'object' || address === null) {
    throw new TypeError('A listening TCP server has an address.');
  }
  return address.port;
}

async function readLog(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return '';
    }
    throw error;
  }
}
