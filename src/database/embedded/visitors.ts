import { Client } from 'pg';

// Any number serves, as long as all versions of the commands use the same.
const visitorsLock = 5_046_123;
const patience = '30s';

/** One who works beside the process that runs the database. */
export interface Visit {
  leave(): Promise<void>;
}

/**
 * Announces that a command works on a database that another runs, so that it is not stopped meanwhile.
 *
 * @throws where the database is just being stopped
 */
export async function visit(superuserUrl: string): Promise<Visit> {
  const client = await lock(superuserUrl, 'pg_advisory_lock_shared');
  return { leave: () => client.end() };
}

/** Waits until no command works beside this process any more, and lets in no more. For right before stopping. */
export async function untilAlone(superuserUrl: string): Promise<Visit> {
  const client = await lock(superuserUrl, 'pg_advisory_lock');
  return { leave: () => client.end() };
}

async function lock(superuserUrl: string, how: 'pg_advisory_lock' | 'pg_advisory_lock_shared'): Promise<Client> {
  const client = new Client({ connectionString: superuserUrl });
  // The database may be stopped while this waits or works; whatever runs on it then fails by itself.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(`set lock_timeout = '${patience}'`);
    await client.query(`select ${how}($1)`, [visitorsLock]);
    return client;
  } catch (error) {
    await client.end();
    throw error;
  }
}
