import { IsolationLevel, type Transaction } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { OtherwiseAnnounced } from './changes/changes-ahead.js';
import { commit } from './commit.js';
import type { Recording } from './recording/recording.js';
import { RecordingEnded } from './recording/recording-ended.js';

/**
 * Runs `work` in one transaction of an entity manager that is of no use afterwards: whatever is still done with it, in a
 * promise that nobody awaited, is refused. Otherwise it would take place in transactions of the ORM's own, whatever
 * became of this one.
 */
export async function inRecordedTransaction<T>(
  em: SqlEntityManager,
  recording: Recording,
  work: () => Promise<T>,
): Promise<T> {
  // Whatever the database's default is: a snapshot from before a lock would not show what its holder did meanwhile.
  await em.begin({ isolationLevel: IsolationLevel.READ_COMMITTED });
  const transaction = em.getTransactionContext();
  const connection = em.getConnection('write');
  let result: T;
  try {
    result = await changesOf(em, recording, work);
  } catch (error) {
    // One that fails has lost its connection, and that rolls back; what went wrong first is what the caller must hear of.
    await Promise.allSettled([connection.rollback(transaction)]);
    throw error;
  }
  await commit(em, transaction, recording);
  return result;
}

async function changesOf<T>(em: SqlEntityManager, recording: Recording, work: () => Promise<T>): Promise<T> {
  const { queue } = recording;
  try {
    const result = await work();
    await queue.settle();
    if (recording.madeAhead && recording.madeAhead.length > 0) throw new OtherwiseAnnounced();
    await em.flush();
    return result;
  } finally {
    await queue.close();
    em.setTransactionContext(ended);
  }
}

/** In place of a transaction: every use of it is refused. */
const ended = new Proxy({} as Transaction, {
  get() {
    throw new RecordingEnded();
  },
});
