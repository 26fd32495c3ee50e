import type { MikroORM } from '@mikro-orm/postgresql';
import type { Config } from '../../config.js';
import { sqlState, SqlState } from '../../versioning/index.js';
import { columnProblems } from '../catalogue/column-problems.js';
import { liveViewProblems } from '../catalogue/live-view-problems.js';
import { refuseOtherFunctions } from '../catalogue/function-check.js';
import { catalogueProblems } from '../catalogue/catalogue-check.js';
import { addAuditMonths } from '../audit/keep-audit-log.js';
import { listMigrations } from '../upgrade/migration-list.js';
import { refuseNewer } from '../upgrade/newer-database.js';
import { closePool } from './close-pool.js';
import { openPool } from './open-pool.js';
import { otherTables } from '../errors/other-tables.js';
import { checkRetentionOf } from '../installed/retention.js';
import { StartupError } from '../errors/startup-error.js';

export interface ConnectOptions {
  /** Connects as the role that owns nothing. */
  readonly url: string;
  readonly pool: Config['pool'];
  readonly timeouts: Pick<Config['timeouts'], 'statementMs'>;
  /** What the database must have been told by `migrate up`; absent: whatever is in force is right. */
  readonly retention?: Config['retention'];
}

/**
 * Opens the pool of connections that the server works with, once it is sure that the database keeps tenants apart.
 *
 * @throws {StartupError} where the database cannot be reached or is not supported, where the role could get round row
 *   level security, where migrations are missing or a newer version has migrated it, where functions, tables or views
 *   are not those of this version, where a table is not protected, or where retention differs; it says which and what to do
 */
export async function connect({ url, pool, timeouts, retention }: ConnectOptions): Promise<MikroORM> {
  const orm = await openPool({ url, pool, timeouts });
  try {
    const list = await listMigrations(orm);
    refuseNewer(list);
    const { pending } = list;
    if (pending.length > 0) {
      throw new StartupError(
        `The database lacks ${pending.length === 1 ? 'the migration' : 'the migrations'} ${pending.join(', ')}; ` +
          'run `palimpsest migrate up` first.',
      );
    }
    await addAuditPartitions(orm);
    await refuseOtherFunctions(orm);
    const ahead = await columnProblems(orm);
    if (ahead.length > 0) {
      throw new StartupError(otherTables(ahead));
    }
    const views = await liveViewProblems(orm);
    if (views.length > 0) {
      throw new StartupError(
        `The views of the database are not those of this version of the server (${views.join('; ')}); run \`palimpsest migrate up\` of the version that is to run.`,
      );
    }
    const problems = await catalogueProblems(orm);
    if (problems.length > 0) {
      throw new StartupError(`The database is not protected as it must be: ${problems.join('; ')}.`);
    }
    if (retention) await checkRetentionOf(orm, retention);
    return orm;
  } catch (error) {
    await closePool(orm);
    throw error;
  }
}

/** The periodic job does this too, but an entry of this month may come before its next run. */
async function addAuditPartitions(orm: MikroORM): Promise<void> {
  try {
    await addAuditMonths(orm);
  } catch (error) {
    switch (sqlState(error)) {
      case SqlState.undefinedFunction:
        throw new StartupError('The functions of the database are missing; run `palimpsest migrate up` first.', {
          cause: error,
        });
      // A long transaction is in the way. Whether that matters today, the catalogue tells.
      case SqlState.lockNotAvailable:
        return;
      default:
        throw error;
    }
  }
}
