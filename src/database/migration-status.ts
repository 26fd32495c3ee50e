import { MikroORM } from '@mikro-orm/postgresql';
import type { UrlSetting } from './connection-failure.js';
import { listMigrations, type MigrationList } from './migration-list.js';
import { ormOptions } from './mikro-orm.config.js';
import { checkServerVersion } from './server-version.js';
import { withClient } from './with-client.js';

/**
 * Which migrations a database has and which it lacks. Changes nothing.
 *
 * @throws {StartupError} where it cannot be reached or is not supported
 */
export async function migrationStatus(url: string, setting: UrlSetting): Promise<MigrationList> {
  await withClient(url, setting, checkServerVersion);
  const orm = await MikroORM.init(ormOptions({ url, poolSize: 1 }));
  try {
    return await listMigrations(orm);
  } finally {
    await orm.close();
  }
}
