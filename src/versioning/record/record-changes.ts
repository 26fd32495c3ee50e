import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { setTimeout as delay } from 'node:timers/promises';
import { alreadyExists, isUniqueViolation } from './refusals/already-exists.js';
import { ruleRefusal } from '../errors/rule-refusal.js';
import { Changes } from './changes/changes.js';
import { unknownDifference } from './refusals/comparison.js';
import { sqlState } from '../errors/driver-error.js';
import { DomainError } from '../errors/domain-error.js';
import { heldRefusal } from './refusals/held-refusal.js';
import { isHistoryGap } from './refusals/history-gap.js';
import { isLasting } from '../errors/lasting-failure.js';
import { inRecordedTransaction } from './recorded-transaction.js';
import { type ChangeContext, type Recording, startRecording } from './recording/recording.js';
import { countingStatements } from '../session/sent-statements.js';
import { staleWrite } from './refusals/stale-write.js';
import { codeOfSqlState } from '../errors/error-codes.js';
import { SqlState } from '../errors/sql-state.js';

const attempts = 8;
// A pooler has changed the connection; from the first time on, statements have no names.
const unknownNames: ReadonlySet<unknown> = new Set([
  SqlState.duplicatePreparedStatement,
  SqlState.unknownPreparedStatement,
]);

/**
 * The one door through which versioned records change: runs `work` in one transaction with one change set. Everything
 * `work` flushes is recorded; when it throws, nothing is kept. Changes asked for at once are made one after the other,
 * and what `work` does not await is waited for, or refused when it has thrown. A loser of a deadlock is run again as a
 * whole, and so is work that changed a record by SQL of its own before it had it recorded, so `work` must have no
 * effects besides the database.
 *
 * @param em carries the session context (whose records); a fork of it does the work
 * @param context who and why
 * @throws DomainError CONFLICT where others kept winning; ALREADY_EXISTS where a unique key is taken; what `work`
 *   throws
 */
export async function recordChanges<T>(
  em: SqlEntityManager,
  context: ChangeContext,
  work: (changes: Changes) => Promise<T>,
): Promise<T> {
  let afterUnrecorded = false;
  let isOneByOne = false;
  for (let attempt = 1; ; attempt++) {
    const fork = em.fork({ clear: true });
    const recording = startRecording(fork, context, afterUnrecorded, isOneByOne);
    try {
      return await countingStatements(recording.sent, () =>
        inRecordedTransaction(fork, recording, () => work(new Changes(fork, recording))),
      );
    } catch (error) {
      if (isHistoryGap(error) && !afterUnrecorded) {
        afterUnrecorded = true;
        continue;
      }
      if (recording.madeAhead && !isOneByOne && !isDoubt(error) && !isLasting(error)) {
        // Which of the changes is to blame, and for what, tells only making them one after the other.
        isOneByOne = true;
        continue;
      }
      const refusal = await refusalOf(error, em, recording);
      if (refusal) throw refusal;
      if (!isCollision(error)) throw error;
      if (attempt >= attempts) {
        throw new DomainError(
          'CONFLICT',
          'Others kept changing the same records; nothing was changed.',
          { ...unknownDifference },
          { cause: error },
        );
      }
      // Jitter, so that the same rivals do not meet again in the same order.
      await delay(Math.random() * 20 * attempt);
    }
  }
}

/** Whether the changes may have been made. */
function isDoubt(error: unknown): boolean {
  return error instanceof DomainError && error.code === 'UNAVAILABLE';
}

async function refusalOf(error: unknown, em: SqlEntityManager, recording: Recording): Promise<DomainError | undefined> {
  return isUniqueViolation(error)
    ? alreadyExists(error, em, recording)
    : (ruleRefusal(error) ?? (await heldRefusal(error, em, recording)) ?? staleWrite(error, em));
}

/** Whether work that is run again may succeed, or be refused in better words. */
function isCollision(error: unknown): boolean {
  const state = sqlState(error);
  if (state === undefined) return false;
  // What was referred to has been purged since it was looked for; run again, the look says so.
  return codeOfSqlState(state) === 'CONFLICT' || state === SqlState.foreignKeyViolation || unknownNames.has(state);
}
