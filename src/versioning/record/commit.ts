import type { Connection, Transaction } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { setTimeout as delay } from 'node:timers/promises';
import { driverError } from '../errors/driver-error.js';
import { DomainError } from '../errors/domain-error.js';
import type { Recording } from './recording/recording.js';
import { query } from '../session/query.js';
import { inTransaction } from '../session/in-transaction.js';
import { isOwn } from '../session/own-rows.js';

const looks = 20;
const betweenLooksMs = 100;

/**
 * Commits. A connection that breaks meanwhile leaves open whether the commit took place; then PostgreSQL is asked, by
 * another connection, until the transaction has ended one way or the other.
 *
 * @throws DomainError UNAVAILABLE with `changeSetId` where that cannot be found out; else what the commit threw
 */
export async function commit(em: SqlEntityManager, transaction: Transaction, recording: Recording): Promise<void> {
  const connection = em.getConnection('write');
  try {
    await connection.commit(transaction);
  } catch (error) {
    const definite = (await isAlive(connection, transaction)) && driverError(error) !== undefined;
    if (definite || !(await tookPlace(em, recording, error))) throw error;
  }
}

/**
 * After a COMMIT that failed there is nothing to roll back: whether the answer comes tells whether the connection
 * lives.
 */
async function isAlive(connection: Connection, transaction: Transaction): Promise<boolean> {
  const [answer] = await Promise.allSettled([connection.rollback(transaction)]);
  return answer.status === 'fulfilled';
}

async function tookPlace(em: SqlEntityManager, recording: Recording, failure: unknown): Promise<boolean> {
  const { xid, changeSetId } = recording;
  const { inquiry } = recording.context;
  if (!recording.hasChangeSet) return false;
  if (xid === undefined) throw doubt(changeSetId, failure);
  const inquirer = em.fork({ clear: true, ...(inquiry && { session: inquiry }) });
  try {
    for (let look = 1; look <= looks; look++) {
      const { ended, made } = await lookAt(inquirer, xid, changeSetId);
      if (ended || made) return made;
      await delay(betweenLooksMs);
    }
  } catch (error) {
    throw doubt(changeSetId, new AggregateError([failure, error], 'The commit and the question after it failed.'));
  }
  throw doubt(changeSetId, failure);
}

/** The change set is looked for after the transaction, or it could be committed in between and be taken for aborted. */
async function lookAt(
  em: SqlEntityManager,
  xid: string,
  changeSetId: string,
): Promise<{ ended: boolean; made: boolean }> {
  return inTransaction(em, async (reader) => {
    const states = await query<{ state: string }>(reader)`
      select pg_xact_status((${xid}::bigint - palimpsest.number_offset())::text::xid8) as state`;
    const found = await query<object>(reader)`select from change_set c where ${isOwn('c')} and c.id = ${changeSetId}`;
    return { ended: states[0]?.state !== 'in progress', made: found.length > 0 };
  });
}

function doubt(changeSetId: string, cause: unknown): DomainError {
  const message = `The connection was lost during the commit; the change was made if change set ${changeSetId} exists.`;
  return new DomainError('UNAVAILABLE', message, { changeSetId }, { cause });
}
