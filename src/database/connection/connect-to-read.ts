import type { MikroORM } from '@mikro-orm/postgresql';
import { catalogueProblems } from '../catalogue/catalogue-check.js';
import { columnProblems } from '../catalogue/column-problems.js';
import { closePool } from './close-pool.js';
import { refuseOtherFunctions } from '../catalogue/function-check.js';
import { listMigrations } from '../upgrade/migration-list.js';
import { refuseNewer } from '../upgrade/newer-database.js';
import { openPool, type PoolOptions } from './open-pool.js';

/**
 * Opens a pool of connections for what changes nothing: to look into a database that the server would not start on is what
 * it is for.
 *
 * @returns the pool, and in what the database is not as the server needs it, one phrase each
 * @throws {StartupError} where it cannot be reached or is not supported, where the role could get round row level security,
 *   where a newer version has migrated it, or where its functions are not those of this version
 */
export async function connectToRead(options: PoolOptions): Promise<{ orm: MikroORM; problems: string[] }> {
  const orm = await openPool(options);
  try {
    const list = await listMigrations(orm);
    refuseNewer(list);
    await refuseOtherFunctions(orm);
    const problems = [
      ...list.pending.map((name) => `the migration ${name} is pending`),
      ...(await columnProblems(orm)),
      ...(await catalogueProblems(orm)),
    ];
    return { orm, problems };
  } catch (error) {
    await closePool(orm);
    throw error;
  }
}
