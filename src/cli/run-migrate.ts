import { resolve } from 'node:path';
import { type Config, ConfigError, readConfig } from '../config.js';
import { createMigration } from '../database/migration/create-migration.js';
import { adviceOnCommitTimes } from '../database/connection/commit-times.js';
import { migrateUp } from '../database/upgrade/migrate.js';
import { migrationStatus } from '../database/upgrade/migration-status.js';
import { joinDatabaseAsItIs, joinOrMakeDatabase } from '../database/connection/open-database.js';
import { print } from './print.js';

/** Applies what is pending. */
export async function runMigrateUp(): Promise<void> {
  const config = readConfig();
  const applied = await applyPending(config);
  for (const name of applied) {
    print(`Applied ${name}.`);
  }
  print(applied.length === 0 ? 'Nothing was pending.' : 'The database is up to date.');
  // The embedded one keeps them.
  if (config.databaseUrl !== undefined && config.migrationDatabaseUrl !== undefined) {
    const advice = await adviceOnCommitTimes(config.migrationDatabaseUrl);
    if (advice !== undefined) print(advice);
  }
}

async function applyPending(config: Config): Promise<readonly string[]> {
  const { databaseUrl, migrationDatabaseUrl, timeouts, retention } = config;
  if (databaseUrl === undefined) {
    const database = await joinOrMakeDatabase(config);
    await database.close();
    return database.applied;
  }
  if (migrationDatabaseUrl === undefined) {
    throw new ConfigError('MIGRATION_DATABASE_URL is missing; migrating needs the owner of the tables.');
  }
  return migrateUp({ ownerUrl: migrationDatabaseUrl, applicationUrl: databaseUrl, timeouts, retention });
}

/** Lists what is applied and what is pending. */
export async function runMigrateStatus(): Promise<void> {
  const config = readConfig();
  const database = await joinDatabaseAsItIs(config);
  try {
    const owner = database.embedded?.ownerUrl ?? config.migrationDatabaseUrl;
    const { applied, pending, newer, differences } = await (owner === undefined
      ? migrationStatus(database.url, 'DATABASE_URL')
      : migrationStatus(owner, 'MIGRATION_DATABASE_URL'));
    for (const name of applied) {
      print(`${newer.includes(name) ? 'newer   ' : 'applied '} ${name}`);
    }
    for (const name of pending) {
      print(`pending  ${name}`);
    }
    for (const difference of differences) {
      print(`differs  ${difference}`);
    }
  } finally {
    await database.close();
  }
}

/** What is asked of the migration to write. */
export interface CreateOptions {
  readonly name?: string;
  readonly blank?: boolean;
  readonly drop?: readonly string[];
}

/** Writes the migration that the entities now need. */
export async function runMigrateCreate({ name, blank = false, drop = [] }: CreateOptions): Promise<void> {
  const written = await createMigration(resolve('migrations'), {
    ...(name !== undefined && { name }),
    blank,
    drops: drop,
  });
  for (const sentence of written?.sentences ?? []) {
    print(sentence);
  }
  print(
    written
      ? `Wrote migrations/${written.file}; read it and complete it. The next npm start applies it to its own database, palimpsest migrate up to yours.`
      : 'The entities have not changed.',
  );
}
