import { StartupError } from '../errors/startup-error.js';
import { withClient } from './with-client.js';

// The first of two keys: the second is a job's. Locks of other purposes have one key, or a first of their own.
const jobLocks = 5_046_124;

// The connection does nothing while the job works, so no timeout may end it; and where its other end is gone without a
// word, as after a power cut, PostgreSQL finds that out in a minute, not in hours.
const sessionSettings = `
  set idle_session_timeout = 0; set tcp_keepalives_idle = 30; set tcp_keepalives_interval = 10; set tcp_keepalives_count = 3`;

/**
 * Works while no other process does work of this name on the same database. The lock is held by a connection of its
 * own, so that a process which is killed gives it back.
 *
 * @param work is told by its signal when the connection breaks: from then on another process may have the lock
 * @returns what the work returns; undefined, without working, where another has the lock
 * @throws {StartupError} where no connection comes about
 */
export function withJobLock<T>(
  url: string,
  name: string,
  work: (lost: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  return withClient(url, 'DATABASE_URL', async (client) => {
    const { rows } = await client.query<{ locked: boolean }>(
      'select pg_try_advisory_lock($1, hashtext($2)) as locked',
      [jobLocks, name],
    );
    if (!rows[0]?.locked) {
      return undefined;
    }
    await client.query(sessionSettings);
    const lost = new AbortController();
    client.once('end', () => lost.abort(new JobLockLost(name)));
    return work(lost.signal);
  });
}

/**
 * The same for a person who waits for the answer.
 *
 * @throws {StartupError} where another has the lock
 */
export async function requireJobLock<T>(
  url: string,
  name: string,
  work: (lost: AbortSignal) => Promise<T>,
): Promise<T> {
  const outcome = await withJobLock(url, name, async (lost) => ({ result: await work(lost) }));
  if (!outcome) {
    throw new StartupError(`Another ${name} is under way on this database; try again when it has ended.`);
  }
  return outcome.result;
}

/** The connection that held a job's lock broke while the job was at work. */
export class JobLockLost extends Error {
  override readonly name = 'JobLockLost';

  constructor(job: string) {
    super(`The connection that kept other instances from the job ${job} is lost.`);
  }
}
