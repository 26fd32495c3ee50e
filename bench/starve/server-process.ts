import { fork } from 'node:child_process';
import { adminToken } from '../torture/admin-token.js';
import { startOwnServer } from '../torture/own-server.js';
import { fill, type Filled } from './fill.js';

/** A server in a process of its own, with an organization full of expensive records and another that has none. */
export interface FilledServer {
  readonly url: string;
  readonly token: string;
  readonly othersToken: string;
  readonly filled: Filled;
}

/** Starts it; it ends when this process lets go of it. */
export async function startFilledServer(): Promise<FilledServer & { stop(): void }> {
  const child = fork(new URL(import.meta.url), { env: { ...process.env, NODE_ENV: 'production' } });
  const { promise, resolve, reject } = Promise.withResolvers<FilledServer>();
  child.once('message', (server) => resolve(server as FilledServer));
  child.once('exit', (code) => reject(new Error(`The server ended with ${code}.`)));
  return { ...(await promise), stop: () => child.disconnect() };
}

async function serve(): Promise<void> {
  const { url, token, running, stop } = await startOwnServer();
  process.once('disconnect', () => void stop());
  const othersToken = await adminToken(running, 'others');
  const filled = await fill(running.embedded!.adminUrl);
  process.send!({ url, token, othersToken, filled } satisfies FilledServer);
}

if (process.send) await serve();
