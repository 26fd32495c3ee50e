import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { Role } from '../../src/auth/role.js';
import { issueToken } from '../../src/auth/token.js';
import { readConfig } from '../../src/config.js';
import { createOrganization } from '../../src/database/organizations.js';
import { startServer } from '../../src/server.js';

/** A server for one run, on a database of its own that is gone afterwards. */
export interface OwnServer {
  readonly url: string;
  /** Of an ADMIN of an organization without any records. */
  readonly token: string;
  stop(): Promise<void>;
}

/** Starts the server as it is, on an embedded PostgreSQL in a temporary folder and a free port. */
export async function startOwnServer(): Promise<OwnServer> {
  const folder = await mkdtemp(join(tmpdir(), 'palimpsest-bench-'));
  const removeFolder = () => rm(folder, { recursive: true, force: true });
  try {
    const config = readConfig({ DATA_DIR: folder, PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'error' });
    const server = await startServer(config, { logger: pino({ level: config.logLevel }, pino.destination(2)) });
    const stop = async () => {
      await server.stop();
      await removeFolder();
    };
    const organization = await createOrganization(server.orm, { slug: 'bench', name: 'Bench' });
    const principal = { userId: randomUUID(), organizationId: organization.id, role: Role.ADMIN };
    const { token } = await issueToken(server.auth, principal);
    return { url: server.url, token, stop };
  } catch (error) {
    await removeFolder();
    throw error;
  }
}
