import type { Client } from 'pg';
import { StartupError } from '../errors/startup-error.js';

const oldest = 15;
const newest = 18;

/** @throws {StartupError} where the PostgreSQL is not one that Palimpsest is tested on */
export async function checkServerVersion(client: Client): Promise<void> {
  const { rows } = await client.query<{ version: string; major: number }>(
    `select current_setting('server_version') as version, current_setting('server_version_num')::int / 10000 as major`,
  );
  const [server] = rows;
  if (server === undefined || server.major < oldest || server.major > newest) {
    throw new StartupError(
      `The database is PostgreSQL ${server?.version}; Palimpsest needs PostgreSQL ${oldest} to ${newest}.`,
    );
  }
}
