import type { MigrationList } from './migration-list.js';
import { StartupError } from '../errors/startup-error.js';

/**
 * What a newer version has made of the tables and functions, this one does not know: it would put its own functions over
 * them, or write past them.
 *
 * @throws {StartupError} where a newer version has migrated the database
 */
export function refuseNewer({ newer }: MigrationList): void {
  if (newer.length > 0) {
    throw new StartupError(
      `The database is newer than this version of the server, which does not bring its ${newer.length === 1 ? 'migration' : 'migrations'} ${newer.join(', ')}; run the version that does.`,
    );
  }
}
