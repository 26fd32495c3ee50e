import type { Client } from 'pg';
import { ConfigError, readConfig } from '../config.js';
import { joinDatabase } from '../database/connection/open-database.js';
import { StartupError } from '../database/errors/startup-error.js';
import { withClient } from '../database/client/with-client.js';
import { sqlState, SqlState } from '../versioning/index.js';

/**
 * Runs a command's work on a connection as the owner of the tables, beside a running server or by starting the database
 * for it.
 *
 * @throws {ConfigError} where the operator's database is used and its owner is not set
 */
export async function withOwner<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const config = readConfig();
  const database = await joinDatabase(config);
  try {
    const ownerUrl = database.embedded?.ownerUrl ?? config.migrationDatabaseUrl;
    if (ownerUrl === undefined) {
      throw new ConfigError('MIGRATION_DATABASE_URL is missing; this needs the owner of the tables.');
    }
    return await withClient(ownerUrl, 'MIGRATION_DATABASE_URL', work);
  } catch (error) {
    throw explained(error);
  } finally {
    await database.close();
  }
}

function explained(error: unknown): unknown {
  switch (sqlState(error)) {
    case SqlState.undefinedFunction:
      return new StartupError('The functions of the database are missing; run `palimpsest migrate up` first.', {
        cause: error,
      });
    case SqlState.insufficientPrivilege:
      return new StartupError('The role of MIGRATION_DATABASE_URL does not own the tables.', { cause: error });
    default:
      return error;
  }
}
