import { Client } from 'pg';
import { expect } from 'vitest';
import { eventually } from '../support/eventually.js';
import type { TestServer } from '../support/test-server.js';

/**
 * Runs operations that all lock one of some posts, so that they certainly overlap: another program holds the posts
 * until every operation has begun its transaction and waits for a lock, and lets go of them then.
 *
 * @param waiting how many operations there are
 */
export async function fromStartingLine<T>(
  server: TestServer,
  ids: readonly string[],
  waiting: number,
  operations: () => Promise<T>,
): Promise<T> {
  const connectionString = server.database.superuserUrl;
  const holder = new Client({ connectionString });
  // Not the holder: within a transaction what others do is looked at once.
  const watcher = new Client({ connectionString });
  await Promise.all([holder.connect(), watcher.connect()]);
  try {
    await holder.query('begin');
    await holder.query('select from post where id = any ($1) order by id for update', [ids]);
    const done = operations();
    const met = eventually(async () => {
      const { rows } = await watcher.query<{ count: number }>(
        `select count(*)::int as count from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`,
      );
      expect(rows[0]!.count).toBe(waiting);
    });
    const missed = done.then((outcome) => {
      throw new Error(`Some ended before all had met: ${JSON.stringify(outcome)}`);
    });
    await Promise.race([met, missed]);
    await holder.query('commit');
    return await done;
  } finally {
    await Promise.all([holder.end(), watcher.end()]);
  }
}
