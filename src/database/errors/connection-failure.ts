import { StartupError } from './startup-error.js';
import { SqlState } from '../../versioning/index.js';

/** The setting that a URL came from, named in what is said about it. */
export type UrlSetting = 'DATABASE_URL' | 'MIGRATION_DATABASE_URL';

/**
 * Says in one sentence why no connection came about. Host, user and database are named, the password never is.
 *
 * @param error what the driver threw
 */
export function connectionFailure(url: string, setting: UrlSetting, error: unknown): StartupError {
  const { hostname, port, username, pathname } = new URL(url);
  const place = `${hostname || 'localhost'}:${port || 5432}`;
  const user = decodeURIComponent(username);
  const database = decodeURIComponent(pathname.slice(1));
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const sentence = () => {
    switch (code) {
      case SqlState.invalidPassword:
      case SqlState.invalidAuthorization:
        return `The database at ${place} refuses the user ${user}; check the user and password in ${setting}.`;
      case SqlState.noSuchDatabase:
        return `There is no database ${database} at ${place}; create it, or check ${setting}.`;
      case SqlState.insufficientPrivilege:
        return `The user ${user} may not connect to the database ${database} at ${place}; grant it, or check ${setting}.`;
      case SqlState.tooManyConnections:
        return `The database at ${place} has no connection to spare; close some, or raise its max_connections.`;
      case SqlState.cannotConnectNow:
        return `The database at ${place} is starting up or shutting down; try again in a moment.`;
      case 'ENOENT':
      case 'EACCES':
        return `A file that ${setting} names cannot be read (${code}); check its path.`;
      default:
        return `The database at ${place} cannot be reached${code && ` (${code})`}; check that it runs, and ${setting}.`;
    }
  };
  return new StartupError(sentence(), { cause: error });
}
