import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Contestant } from './contestant.js';
import type { OperationName } from './dialect.js';
import type { Input } from './workload.js';

/** Connections to PostgreSQL, the same for all. */
export const poolSize = 10;

const patienceMs = 30_000;

/** With what a contestant works. */
export interface Surroundings {
  readonly url: string;
  readonly secret: string;
  readonly token: string;
  readonly folder: string;
}

let logs = 0;

/** A contestant that takes requests, in a process of its own. */
export class Running {
  private constructor(
    readonly contestant: Contestant,
    readonly url: string,
    readonly token: string,
    /** Its process number. */
    readonly pid: number,
    readonly stop: () => Promise<void>,
  ) {}

  /** Starts it for production, with its log in a file. */
  static async start(contestant: Contestant, { url, secret, token, folder }: Surroundings): Promise<Running> {
    const logFile = join(folder, `${contestant.name}-${logs++}.log`);
    const log = await open(logFile, 'w');
    const child = spawn(process.execPath, [contestant.program], {
      stdio: ['ignore', log.fd, log.fd],
      env: {
        PATH: process.env.PATH,
        NODE_ENV: 'production',
        LOG_LEVEL: 'info',
        HOST: '127.0.0.1',
        PORT: '0',
        POOL_SIZE: String(poolSize),
        DATABASE_URL: url,
        AUTH_JWT_SECRET: secret,
      },
    });
    await log.close();
    const ended = once(child, 'exit');
    process.once('exit', () => child.kill('SIGKILL'));
    const stop = async () => {
      child.kill('SIGTERM');
      await ended;
    };
    for (const started = Date.now(); Date.now() - started < patienceMs; await sleep(50)) {
      const text = await readFile(logFile, 'utf8');
      const address = /"url":"(http:[^"]+)"/.exec(text)?.[1];
      if (address !== undefined) return new Running(contestant, address, token, child.pid!, stop);
      if (child.exitCode !== null) throw new Error(`${contestant.title} did not start: ${text.slice(-2000)}`);
    }
    await stop();
    throw new Error(`${contestant.title} did not start in ${patienceMs / 1000} s.`);
  }

  /** Asks once, and gives the answer in the form in which answers are compared. */
  async ask(operation: OperationName, input: Input): Promise<unknown> {
    const { dialect, title } = this.contestant;
    const { path, body } = dialect.ask(operation, input);
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${this.token}` };
    const response = await fetch(this.url + path, { method: 'POST', headers, body });
    const text = await response.text();
    if (!isRight(response.status, text)) throw new Error(`${title} refused ${operation}: ${text.slice(0, 500)}`);
    return dialect.read(operation, JSON.parse(text));
  }
}

/** Whether an answer is one: GraphQL says 200 to what went wrong, too. */
export function isRight(status: number, text: string): boolean {
  return status === 200 && !text.includes('"errors":');
}
