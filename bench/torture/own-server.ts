import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { readConfig } from '../../src/config.js';
import { type RunningServer, startServer } from '../../src/server.js';
import { adminToken } from './admin-token.js';

/** A server for one run, on a database of its own that is gone afterwards. */
export interface OwnServer {
  readonly url: string;
  /** Of an ADMIN of an organization without any records. */
  readonly token: string;
  readonly running: RunningServer;
  stop(): Promise<void>;
}

/** Starts the server as it is, on an embedded PostgreSQL in a temporary folder and a free port. */
export async function startOwnServer(): Promise<OwnServer> {
  const folder = await mkdtemp(join(tmpdir(), 'palimpsest-bench-'));
  const stops = [() => rm(folder, { recursive: true, force: true })];
  const stop = async () => {
    for (const stopPart of stops.toReversed()) await stopPart();
  };
  try {
    const config = readConfig({ DATA_DIR: folder, PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'error' });
    const running = await startServer(config, { logger: pino({ level: config.logLevel }, pino.destination(2)) });
    stops.push(() => running.stop());
    return { url: running.url, token: await adminToken(running), running, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
