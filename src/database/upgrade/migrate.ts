import { type EntityMetadata, IsolationLevel } from '@mikro-orm/core';
import { MikroORM } from '@mikro-orm/postgresql';
import { type Client, escapeIdentifier } from 'pg';
import type { Config } from '../../config.js';
import { driverError, type RetentionSettings, sqlState, SqlState } from '../../versioning/index.js';
import { withdrawCreationRights } from '../roles/creation-rights.js';
import { ExplainingMigrator } from './explaining-migrator.js';
import { executionGrants, functionStatements, removalOfUnknown } from '../installed/function-statements.js';
import { grantStatements } from '../roles/grants.js';
import { type InstalledFunction, installedFunctions } from '../installed/installed-function.js';
import {
  areCurrent,
  type InstalledView,
  installedViews,
  liveViews,
  liveViewStatements,
  removalOfLiveViews,
} from '../installed/live-views.js';
import { listMigrations } from './migration-list.js';
import { refuseNewer } from './newer-database.js';
import { ormOptions } from '../orm/mikro-orm.config.js';
import { retentionStatements } from '../installed/retention.js';
import { otherTables } from '../errors/other-tables.js';
import { checkOwner } from '../roles/owner-check.js';
import { refuseRoleObjects, refuseStrangersObjects } from '../roles/role-objects.js';
import {
  boundApplicationRole,
  ensureApplicationRole,
  resetApplicationRole,
  roleOf,
  type RoleTimeouts,
} from '../roles/roles.js';
import { sealingPolicy } from './sealing-policy.js';
import { rowsInTheWay } from './rows-in-the-way.js';
import { checkServerVersion } from '../client/server-version.js';
import { StartupError } from '../errors/startup-error.js';
import { withClient } from '../client/with-client.js';

// Any number serves, as long as all versions of the server use the same.
const migrationLock = 5_046_122;
/** As `seal_change_sets` takes it. */
const sealingLock = 5_046_126;

export interface MigrateOptions {
  /** Connects as the role that owns the tables. */
  readonly ownerUrl: string;
  /** Connects as the role that the server works as; it is made where it is missing. */
  readonly applicationUrl: string;
  readonly timeouts: RoleTimeouts;
  /** Overrides what the entities declare; absent: what is in force stays, and what is new is as declared. */
  readonly retention?: Config['retention'];
}

/**
 * Brings a database to the state that this version of the server needs: the application's role, the tables, and exactly
 * the rights that the server needs on them. May be run at any time, also by several at once.
 *
 * @returns the names of the migrations that were applied now
 * @throws {StartupError} where the database cannot be reached, is not supported, or does not let the owner do this, where
 *   policies do not bind the owner, where a newer version has migrated it, or where a migration fails
 */
export function migrateUp({ ownerUrl, applicationUrl, timeouts, retention }: MigrateOptions): Promise<string[]> {
  const role = roleOf(applicationUrl);
  if (roleOf(ownerUrl) === role) {
    throw new StartupError(
      `DATABASE_URL and MIGRATION_DATABASE_URL both name the role ${role}; the server needs one that owns nothing.`,
    );
  }
  return withClient(ownerUrl, 'MIGRATION_DATABASE_URL', async (client) => {
    // First: all that follows might run them.
    await refuseStrangersObjects(client, 'owner');
    await checkServerVersion(client);
    await checkOwner(client);
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    await ensureApplicationRole(client, applicationUrl);
    await refuseRoleObjects(client, role);
    await withdrawCreationRights(client, role);
    const options = ormOptions({ url: ownerUrl, poolSize: 2 });
    // The snapshot is a developer's, written when a migration is; the caller says what was applied.
    const migrations = { ...options.migrations, snapshotOnMigrate: false, silent: true };
    const orm = await MikroORM.init({ ...options, migrations });
    try {
      const list = await listMigrations(orm);
      refuseNewer(list);
      const { pending } = list;
      await upgrade(orm, role, retention, pending.length > 0).catch(async (error: unknown) => {
        throw (await rowsInTheWay(orm, error)) ?? refusalOf(error) ?? error;
      });
      await partitionAuditLog(client);
      await resetApplicationRole(client, role);
      await boundApplicationRole(client, applicationUrl, timeouts);
      return [...pending];
    } finally {
      await orm.close();
    }
  });
}

/**
 * Brings functions, tables, views, limits and rights to this version in one transaction: a server of the version before works on
 * with all of its own where something is refused, and never sees them half changed.
 */
async function upgrade(
  orm: MikroORM,
  role: string,
  retention: RetentionSettings | undefined,
  isPending: boolean,
): Promise<void> {
  const connection = orm.em.getConnection();
  await connection.transactional(
    async (transaction) => {
      // The lock of a connection ends with a process that is killed, while PostgreSQL may still be at what it sent last.
      await connection.execute(`select pg_advisory_xact_lock(${migrationLock + 1})`, [], 'run', transaction);
      // What a server of the version before seals meanwhile would lack what this version notes of it: its next round waits, and
      // is one of this version.
      await connection.execute(`select pg_advisory_xact_lock(${sealingLock})`, [], 'run', transaction);
      const run = (statements: readonly string[]) => connection.execute(statements.join(';\n'), [], 'run', transaction);
      const [{ schema }] = await connection.execute<[{ schema: string }]>(
        "select quote_ident(coalesce(current_schema(), 'public')) as schema",
        [],
        'all',
        transaction,
      );
      const limits = retentionStatements(orm, retention);
      const installed = await connection.execute<InstalledFunction[]>(installedFunctions, [], 'all', transaction);
      const views = liveViews([...orm.getMetadata()] as EntityMetadata[], schema);
      const present = await connection.execute<InstalledView[]>(installedViews, [], 'all', transaction);
      const keepsViews = !isPending && areCurrent(views, present);
      if (!keepsViews) await run([removalOfLiveViews()]);
      await run(functionStatements(schema, installed));
      if (isPending) await new ExplainingMigrator(orm.em).up({ transaction });
      await run([removalOfUnknown(), 'select palimpsest.know_shapes()', 'select palimpsest.know_cluster()', ...limits]);
      if (!keepsViews) await run(liveViewStatements(views)).catch(refuseOtherTables);
      await run(rightsOf(orm, schema, role));
    },
    { isolationLevel: IsolationLevel.READ_COMMITTED },
  );
}

/**
 * In the words of the database: of `know_shapes`, which names a table that was altered, in a migration or by hand, without
 * its history, or of what is in the way of the views.
 */
function refusalOf(error: unknown): StartupError | undefined {
  const refusal = driverError(error);
  const isInWords = refusal?.code === SqlState.notInPrerequisiteState && !(error instanceof StartupError);
  return isInWords ? new StartupError(`${refusal.message}; nothing was changed.`, { cause: error }) : undefined;
}

/** The views are the first that ask for each column of each entity. */
function refuseOtherTables(error: unknown): never {
  const missing = new Set<unknown>([SqlState.undefinedTable, SqlState.undefinedColumn]);
  if (!missing.has(sqlState(error))) throw error;
  throw new StartupError(otherTables([driverError(error)!.message]), { cause: error });
}

/** SQL: what the server's role may do, and what the owner's functions may see. */
function rightsOf(orm: MikroORM, schema: string, role: string): string[] {
  return [
    `grant usage on schema ${schema} to ${escapeIdentifier(role)}`,
    executionGrants(role),
    sealingPolicy,
    ...grantStatements(orm.getMetadata(), orm.config.get('migrations').tableName ?? '', role),
  ];
}

/**
 * Gives the audit log the partitions it lacks, and those that are there the protection they lack.
 *
 * @throws {StartupError} where a long transaction is in the way
 */
async function partitionAuditLog(client: Client): Promise<void> {
  const { rows } = await client.query<{ partition: string }>(
    "select inhrelid::regclass::text as partition from pg_inherits where inhparent = 'audit_entry'::regclass",
  );
  try {
    // A statement each, so that no two are locked at once.
    for (const { partition } of rows) {
      await client.query('select palimpsest.secure_audit_partition($1)', [partition]);
    }
    await client.query('select palimpsest.add_audit_partitions()');
  } catch (error) {
    if (sqlState(error) !== SqlState.lockNotAvailable) {
      throw error;
    }
    throw new StartupError(
      'The audit log is in use by a long transaction, such as a backup or `palimpsest verify`; run `palimpsest migrate up` again after it.',
      { cause: error },
    );
  }
}
