import { MikroORM } from '@mikro-orm/postgresql';
import type { Config } from '../config.js';
import { catalogueProblems } from './catalogue-check.js';
import { listMigrations } from './migration-list.js';
import { ormOptions } from './mikro-orm.config.js';
import { checkRetentionOf } from './retention.js';
import { checkRole } from './role-check.js';
import { checkServerVersion } from './server-version.js';
import { StartupError } from './startup-error.js';
import { withClient } from './with-client.js';

export interface ConnectOptions {
  /** Connects as the role that owns nothing. */
  readonly url: string;
  readonly pool: Config['pool'];
  /** What the database must have been told by `migrate up`; absent: whatever is in force is right. */
  readonly retention?: Config['retention'];
}

/**
 * Opens the pool of connections that the server works with, once it is sure that the database keeps tenants apart.
 *
 * @throws {StartupError} where the database cannot be reached or is not supported, where the role could get round row
 *   level security, where migrations are missing, where a table is not protected, or where retention differs; it says
 *   which and what to do
 */
export async function connect({ url, pool, retention }: ConnectOptions): Promise<MikroORM> {
  await withClient(url, 'DATABASE_URL', async (client) => {
    await checkServerVersion(client);
    await checkRole(client);
  });
  const orm = await MikroORM.init(ormOptions({ url, poolSize: pool.size, poolTimeoutMs: pool.timeoutMs }));
  try {
    const { pending } = await listMigrations(orm);
    if (pending.length > 0) {
      throw new StartupError(
        `The database lacks ${pending.length === 1 ? 'the migration' : 'the migrations'} ${pending.join(', ')}; ` +
          'run `palimpsest migrate up` first.',
      );
    }
    const problems = await catalogueProblems(orm);
    if (problems.length > 0) {
      throw new StartupError(`The database is not protected as it must be: ${problems.join('; ')}.`);
    }
    if (retention) await checkRetentionOf(orm, retention);
    return orm;
  } catch (error) {
    await orm.close();
    throw error;
  }
}
