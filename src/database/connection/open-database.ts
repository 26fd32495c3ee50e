import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../../config.js';
import { FolderTaken } from '../embedded/folder-lock.js';
import { visit } from '../embedded/visitors.js';
import type { EmbeddedAddress } from '../embedded/address.js';
import {
  type EmbeddedPostgres,
  locateRunning,
  startEmbeddedPostgres,
  startExistingPostgres,
} from '../embedded/embedded-postgres.js';
import { migrateUp } from '../upgrade/migrate.js';

// Another process that has the folder may still be making or recovering its database.
const othersStartTimeoutMs = 30_000;

/** A database to work with: one of the operator's, or the embedded one. */
export interface OpenDatabase {
  /** Connects as the role that owns nothing. */
  readonly url: string;
  /** How to reach the embedded PostgreSQL; undefined for one of the operator's. */
  readonly embedded?: EmbeddedAddress;
  /** The migrations that were applied while opening it. */
  readonly applied: readonly string[];
  /** Stops what was started for it. */
  close(): Promise<void>;
}

type DatabaseConfig = Pick<Config, 'databaseUrl' | 'dataDir' | 'timeouts' | 'retention'>;

/**
 * Opens the database for the server, which has the data folder to itself. The embedded one is started and migrated; one
 * of the operator's is left as it is.
 *
 * @throws {StartupError} where the data folder is in use or the database does not start
 */
export async function openDatabase(config: DatabaseConfig): Promise<OpenDatabase> {
  return operatorsDatabase(config) ?? started(startEmbeddedPostgres, config, (postgres) => postgres.stop());
}

/**
 * Opens the database for a command: beside a running server the one that it runs, else as the server does, but only
 * one that is there.
 *
 * @throws {StartupError} where neither is possible
 */
export async function joinDatabase(config: DatabaseConfig): Promise<OpenDatabase> {
  return operatorsDatabase(config) ?? sharedDatabase(config, startExistingPostgres, migrated);
}

/**
 * As {@link joinDatabase}, for a command that fills a database: it makes the embedded one where there is none.
 *
 * @throws {StartupError} where neither is possible
 */
export async function joinOrMakeDatabase(config: DatabaseConfig): Promise<OpenDatabase> {
  return operatorsDatabase(config) ?? sharedDatabase(config, startEmbeddedPostgres, migrated);
}

/**
 * As {@link joinDatabase}, for a command that changes nothing: it applies no migrations, which may be what it is asked about.
 *
 * @throws {StartupError} where neither is possible
 */
export async function joinDatabaseAsItIs(config: DatabaseConfig): Promise<OpenDatabase> {
  return operatorsDatabase(config) ?? sharedDatabase(config, startExistingPostgres, asItIs);
}

/** Starts the embedded database. */
type Start = (dataDir: string) => Promise<EmbeddedPostgres>;

/** Makes an embedded database one to work with. */
type Prepare = (
  embedded: EmbeddedAddress,
  config: MigrationConfig,
  close: () => Promise<void>,
) => Promise<OpenDatabase>;

async function sharedDatabase(config: DatabaseConfig, start: Start, prepare: Prepare): Promise<OpenDatabase> {
  const end = Date.now() + othersStartTimeoutMs;
  for (;;) {
    const running = await locateRunning(config.dataDir);
    try {
      return await (running
        ? visited(running, config, prepare)
        : started(start, config, (postgres) => postgres.stopWhenAlone(), prepare));
    } catch (error) {
      // Another process is just starting the database, or has just stopped it.
      const passing = error instanceof FolderTaken || (running && !(await locateRunning(config.dataDir)));
      if (!passing || Date.now() >= end) {
        throw error;
      }
      await sleep(50);
    }
  }
}

function operatorsDatabase({ databaseUrl }: DatabaseConfig): OpenDatabase | undefined {
  return databaseUrl === undefined ? undefined : { url: databaseUrl, applied: [], close: async () => undefined };
}

async function started(
  start: Start,
  config: DatabaseConfig,
  stop: (postgres: EmbeddedPostgres) => Promise<void>,
  prepare: Prepare = migrated,
): Promise<OpenDatabase> {
  const postgres = await start(config.dataDir);
  return prepare(postgres, config, () => stop(postgres));
}

async function visited(running: EmbeddedAddress, config: DatabaseConfig, prepare: Prepare): Promise<OpenDatabase> {
  const visitor = await visit(running.superuserUrl);
  // How long what is gone is kept is up to the server that runs.
  return prepare(running, { timeouts: config.timeouts }, () => visitor.leave());
}

type MigrationConfig = Pick<DatabaseConfig, 'timeouts'> & Partial<Pick<DatabaseConfig, 'retention'>>;

const asItIs: Prepare = async (embedded, _config, close) => ({
  url: embedded.applicationUrl,
  embedded,
  applied: [],
  close,
});

async function migrated(
  embedded: EmbeddedAddress,
  { timeouts, retention }: MigrationConfig,
  close: () => Promise<void>,
): Promise<OpenDatabase> {
  const { ownerUrl, applicationUrl } = embedded;
  try {
    const applied = await migrateUp({ ownerUrl, applicationUrl, timeouts, ...(retention && { retention }) });
    return { url: applicationUrl, embedded, applied, close };
  } catch (error) {
    await close();
    throw error;
  }
}
