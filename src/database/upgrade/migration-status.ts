import { MikroORM } from '@mikro-orm/postgresql';
import type { UrlSetting } from '../errors/connection-failure.js';
import { columnProblems } from '../catalogue/column-problems.js';
import { functionProblems } from '../catalogue/function-problems.js';
import { liveViewProblems } from '../catalogue/live-view-problems.js';
import { listMigrations, type MigrationList } from './migration-list.js';
import { ormOptions } from '../orm/mikro-orm.config.js';
import { checkServerVersion } from '../client/server-version.js';
import { withClient } from '../client/with-client.js';

export interface MigrationStatus extends MigrationList {
  /** In what functions, tables and views are not those of this version though all of its migrations are applied, a phrase each. */
  readonly differences: readonly string[];
}

/**
 * Which migrations a database has and which it lacks, and whether it is then as it should be. Changes nothing.
 *
 * @throws {StartupError} where it cannot be reached or is not supported
 */
export async function migrationStatus(url: string, setting: UrlSetting): Promise<MigrationStatus> {
  await withClient(url, setting, checkServerVersion);
  const orm = await MikroORM.init(ormOptions({ url, poolSize: 1 }));
  try {
    const list = await listMigrations(orm);
    const isExpected = list.pending.length === 0 && list.newer.length === 0;
    const differences = isExpected
      ? [
          ...(await functionProblems(orm)).map((problem) => `functions ${problem}`),
          ...(await liveViewProblems(orm)),
          ...(await columnProblems(orm)),
        ]
      : [];
    return { ...list, differences };
  } finally {
    await orm.close();
  }
}
