import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { RawBuilder } from 'kysely';
import { AsyncLocalStorage } from 'node:async_hooks';
import { sqlState } from '../../errors/driver-error.js';
import { SqlState } from '../../errors/sql-state.js';
import { currentPipelined, pipelined, type PipelinedAnswer } from '../../session/pipelined.js';
import { Session } from '../../session/session.js';
import { currentBounds } from '../../session/work-bounds.js';
import type { RawRow } from './read-statement.js';

/** Answers a statement that reads. */
export type Ask = (statement: RawBuilder<RawRow>) => Promise<readonly RawRow[]>;

/**
 * Asks PostgreSQL, in the transaction of an entity manager, as long as the work that asks is not to end. What is asked there in
 * one turn of the event loop, or while the message before is not answered, goes out in one message: fields that stand beside
 * each other ask one after the other, and need not wait for each other. Where one fails, those behind it fail as in a transaction
 * that takes no more statements; so do all where the last is sent while other work has failed and not gone back to a savepoint yet.
 */
export function asking(em: SqlEntityManager): Ask {
  const session = new Session(em);
  return async (statement) => {
    currentBounds().signal?.throwIfAborted();
    // What nobody waits for has no message of its own, and without a transaction nothing comes after it.
    const transaction = em.getTransactionContext<object>();
    if (!transaction || currentPipelined()) return session.rows(statement);
    let last = lastOf.get(transaction);
    if (!last?.takes()) lastOf.set(transaction, (last = new Message(last?.settled)));
    return last.ask(() => session.rows(statement));
  };
}

/** A statement that somebody waits for. */
interface Asked {
  /** Sends it within the work that asks: where somebody is to hear of it, with the next, and it is answered with nothing. */
  readonly send: (heard?: PipelinedAnswer) => Promise<readonly RawRow[]>;
  readonly answer: (rows: readonly RawRow[]) => void;
  readonly fail: (error: unknown) => void;
  /** What becomes of it, once it is sent. */
  rows?: readonly RawRow[];
  error?: Error;
}

/** The last message of each transaction. */
const lastOf = new WeakMap<object, Message>();

/** What is asked together by work of the same bounds. */
class Message {
  readonly #asked: Asked[] = [];
  readonly #bounds = currentBounds();
  #isSent = false;

  /** Once all have heard. */
  readonly settled: Promise<void>;

  /** @param before when the message before it has been answered: they do not mix while their connection is busy */
  constructor(before: Promise<void> = Promise.resolve()) {
    this.settled = this.#sendAfter(before);
  }

  /** Whether it is still to be sent, and within the bounds of the work that calls this. */
  takes(): boolean {
    const { signal, asLongAsItTakes } = currentBounds();
    return !this.#isSent && signal === this.#bounds.signal && asLongAsItTakes === this.#bounds.asLongAsItTakes;
  }

  ask(rows: () => Promise<readonly RawRow[]>): Promise<readonly RawRow[]> {
    const within = AsyncLocalStorage.snapshot();
    return new Promise((answer, fail) => {
      this.#asked.push({
        send: (heard) => within(() => (heard ? pipelined(heard, rows) : rows())),
        answer,
        fail,
      });
    });
  }

  async #sendAfter(before: Promise<void>): Promise<void> {
    // Behind the batches of this turn, which DataLoader makes the same way.
    await new Promise<void>((resolve) => process.nextTick(resolve));
    await before;
    this.#isSent = true;
    let last = this.#asked.at(-1)!;
    try {
      for (const one of this.#asked.slice(0, -1)) {
        await one.send({
          answered: (rows) => void (one.rows = rows),
          failed: (error, isBehind) => {
            if (!isBehind) one.error = error;
          },
        });
      }
      last.rows = await last.send();
      // Where it has no answer, and has not failed either, other work on the connection has failed before it, or has taken it
      // along when it went back to a savepoint.
      for (last of this.#asked.filter(({ rows, error }) => !rows && !error)) last.rows = await last.send();
    } catch (error) {
      last.error = error as Error;
    }
    this.#settle(last.error);
  }

  /** @param failure what the message has failed with */
  #settle(failure: Error | undefined): void {
    const first = this.#asked.find(({ error }) => error);
    // Only the message as a whole knows that it was to end.
    const cause = sqlState(first?.error) === SqlState.queryCanceled ? failure : first?.error;
    const echo = sqlState(cause) === undefined ? cause : echoOf(cause);
    for (const one of this.#asked) {
      if (one.rows) one.answer(one.rows);
      else one.fail(one === first ? cause : echo);
    }
  }
}

/** As PostgreSQL refuses a statement after one that has failed. */
function echoOf(cause: unknown): Error {
  const error = new Error('A statement before it in the transaction has failed.', { cause });
  return Object.assign(error, { code: SqlState.failedTransaction, severity: 'ERROR' });
}
