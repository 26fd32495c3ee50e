import { MikroORM } from '@mikro-orm/postgresql';
import type { Config } from '../../config.js';
import { ormOptions } from '../orm/mikro-orm.config.js';
import { checkRole, checkRoleSettings } from '../roles/role-check.js';
import { refuseStrangersObjects } from '../roles/role-objects.js';
import { checkServerVersion } from '../client/server-version.js';
import { withClient } from '../client/with-client.js';

export interface PoolOptions {
  /** Connects as the role that owns nothing. */
  readonly url: string;
  readonly pool: Config['pool'];
  readonly timeouts: Pick<Config['timeouts'], 'statementMs'>;
}

/**
 * Opens a pool of connections as the role that policies bind, whatever state the database is in.
 *
 * @throws {StartupError} where the database cannot be reached or is not supported, or the role could get round row level
 *   security
 */
export async function openPool({ url, pool, timeouts }: PoolOptions): Promise<MikroORM> {
  await withClient(url, 'DATABASE_URL', async (client) => {
    // First, since the others' statements are run under them.
    await checkRoleSettings(client);
    await refuseStrangersObjects(client, 'server');
    await checkServerVersion(client);
    await checkRole(client);
  });
  const { size: poolSize, timeoutMs: poolTimeoutMs } = pool;
  return MikroORM.init(ormOptions({ url, poolSize, poolTimeoutMs, statementTimeoutMs: timeouts.statementMs }));
}
