import type { PostgreSqlConnection } from '@mikro-orm/postgresql';
import type { Pool, PoolClient, QueryConfig, QueryResult } from 'pg';
import type { Claims } from '../auth/claims.js';
import type { Role } from '../auth/role.js';
import { valuesFor } from '../versioning/index.js';
import { beginSession, roleIn } from './begin-session.js';
import { claimsSession } from './tenant-session.js';

/** A statement to read with. */
interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** What has been read in one message. */
export interface ReadTogether {
  /** Of whom it was read for. */
  readonly role: Role;
  /** The rows of each statement. */
  readonly rows: readonly (readonly Record<string, unknown>[])[];
}

interface Together {
  together(statements: readonly QueryConfig[]): Promise<QueryResult<Record<string, unknown>>[]>;
}

/** Several statements see one snapshot only in a transaction that says so. */
const begin = { text: 'begin isolation level repeatable read read only' };
const commit = { text: 'commit' };

/**
 * Reads for whom claims speak, in one message to the database and one snapshot, read-only: what comes up to one Sync is one
 * transaction, of which one statement is in no need of BEGIN.
 *
 * @throws InvalidToken where the token counts no more
 */
export async function readTogether(
  connection: PostgreSqlConnection,
  claims: Claims,
  statements: readonly Statement[],
): Promise<ReadTogether> {
  const session = beginSession(claimsSession(claims).variables);
  const opening = { ...session, text: `${session.text}, set_config('transaction_read_only', 'on', true)` };
  const asked = statements.map(({ text, values }) => ({ text, values: valuesFor(claims.organizationId, values) }));
  const isOne = asked.length <= 1;
  const sent = isOne ? [opening, ...asked] : [begin, opening, ...asked, commit];
  const results = await onConnection(await connection.getNativeClient(), (client) => client.together(sent));
  const [opened, ...read] = isOne ? results : results.slice(1, -1);
  return { role: roleIn(opened!.rows[0]!), rows: read.map(({ rows }) => rows) };
}

async function onConnection<T>(pool: Pool, work: (client: Together) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    const done = await work(client as PoolClient & Together);
    client.release();
    return done;
  } catch (error) {
    // Within BEGIN, what fails leaves a transaction behind, and no trace of it may meet the next.
    const [rollback] = await Promise.allSettled([client.query('rollback')]);
    client.release(rollback.status === 'rejected');
    throw error;
  }
}
