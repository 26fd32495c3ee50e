import { ConfigError } from '../config.js';
import { StartupError } from '../database/errors/startup-error.js';
import { DeclarationError, DomainError, errorChain, sqlState, SqlState } from '../versioning/index.js';

/** What the person who runs a command can do something about, by SQLSTATE or its class. */
const databaseSentences = new Map([
  [SqlState.diskFull, 'The disk of the database is full; make room, then try again.'],
  [SqlState.outOfMemory, 'The database is out of memory; try again when it has less to do.'],
  [SqlState.tooManyConnections, 'The database has no connection to spare; close some, or raise its max_connections.'],
  [SqlState.readOnlyTransaction, 'The database is read-only, as a standby is; name the one that is written to.'],
  [
    SqlState.insufficientPrivilege,
    'The role lacks a right that this needs; `palimpsest migrate up` gives the role of DATABASE_URL its rights.',
  ],
  ['57P', 'The database was shut down meanwhile; try again when it runs.'],
  ['08', 'The connection to the database was lost; try again.'],
  ['58', 'The disk of the database fails; see the log of PostgreSQL.'],
]);

/** Errors whose message is for whoever runs a command. */
const told = [ConfigError, StartupError, DeclarationError, DomainError];

const systemSentences = new Map<unknown, string>([
  ['ENOSPC', 'there is no space left'],
  ['EDQUOT', 'there is no space left'],
  ['EROFS', 'the file system is read-only'],
  ['EACCES', 'this account may not'],
  ['EPERM', 'this account may not'],
]);

/**
 * Says in one sentence why a command failed, where the person who ran it can do something about it.
 *
 * @returns undefined for a bug: whoever is to find it needs the whole error
 */
export function failureSentence(error: unknown): string | undefined {
  if (told.some((kind) => error instanceof kind)) return (error as Error).message;
  const state = sqlState(error) ?? '';
  const chain = errorChain(error);
  const fromDatabase = [5, 3, 2].map((length) => databaseSentences.get(state.slice(0, length))).find(Boolean);
  return fromDatabase ?? chain.map(systemSentence).find(Boolean) ?? chain.map(lostConnection).find(Boolean);
}

function systemSentence(error: Error): string | undefined {
  const { code, path } = error as NodeJS.ErrnoException;
  const reason = systemSentences.get(code);
  return reason && path !== undefined ? `${path} cannot be written or read: ${reason}.` : undefined;
}

/** In the words of pg, which has no codes, and of Node. */
function lostConnection(error: Error): string | undefined {
  const isLost =
    /^(Connection terminated|Client has encountered a connection error)/.test(error.message) ||
    ['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT'].includes(String((error as NodeJS.ErrnoException).code));
  return isLost ? databaseSentences.get('08') : undefined;
}
