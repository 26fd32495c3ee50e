import { Client } from 'pg';

const startingUp = '57P03';

/** Whether a PostgreSQL is at this URL, and takes its user and password, or would if it had already come up. */
export async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  // A connection that is cut after it was made is reported as an event too.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === startingUp;
  } finally {
    await client.end();
  }
}
