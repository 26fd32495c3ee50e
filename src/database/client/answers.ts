import { Client } from 'pg';
import { SqlState } from '../../versioning/index.js';

/** Whether a PostgreSQL is at this URL, and takes its user and password, or would if it had already come up. */
export async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  // A connection that is cut after it was made is reported as an event too.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === SqlState.cannotConnectNow;
  } finally {
    await client.end();
  }
}
