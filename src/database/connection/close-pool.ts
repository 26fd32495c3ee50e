import type { MikroORM } from '@mikro-orm/postgresql';
import { setTimeout as sleep } from 'node:timers/promises';

/** For idle connections to say goodbye, in milliseconds. */
const longestCloseMs = 1000;

/**
 * Closes the pool of a server. A probe that was answered in time may still be at its question, and where its connection
 * comes after the pool began to close, Kysely never gives it back; it goes with the database, or with the process.
 */
export async function closePool(orm: MikroORM): Promise<void> {
  await Promise.race([orm.close(), sleep(longestCloseMs, undefined, { ref: false })]);
}
