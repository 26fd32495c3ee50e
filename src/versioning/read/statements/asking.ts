import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { RawBuilder } from 'kysely';
import { pipelined } from '../../session/pipelined.js';
import { Session } from '../../session/session.js';
import { currentBounds } from '../../session/work-bounds.js';
import type { RawRow } from './read-statement.js';

/** Answers a statement that reads. */
export type Ask = (statement: RawBuilder<RawRow>) => Promise<readonly RawRow[]>;

/**
 * Asks PostgreSQL, in the transaction of an entity manager, as long as the work that asks is not to end. What is asked there at
 * the same time goes out together.
 */
export function asking(em: SqlEntityManager): Ask {
  return async (statement) => {
    currentBounds().signal?.throwIfAborted();
    return em.isInTransaction() ? AskedTogether.in(em).ask(statement) : new Session(em).rows(statement);
  };
}

/** A statement that somebody waits for. */
interface Asked {
  readonly statement: RawBuilder<RawRow>;
  /** Whether its work is to end meanwhile. */
  readonly signal: AbortSignal | undefined;
  readonly answered: (rows: readonly RawRow[]) => void;
  readonly failed: (error: unknown) => void;
}

const known = new WeakMap<object, AskedTogether>();

/**
 * What is asked of one transaction in one turn of the event loop goes out in one message: fields that stand beside each other ask
 * one after the other, and need not wait for each other.
 */
class AskedTogether {
  #asked: Asked[] = [];

  private constructor(private readonly session: Session) {}

  /** Of the transaction of an entity manager, which must have begun one. */
  static in(em: SqlEntityManager): AskedTogether {
    const transaction = em.getTransactionContext() as object;
    let together = known.get(transaction);
    if (!together) known.set(transaction, (together = new AskedTogether(new Session(em))));
    return together;
  }

  ask(statement: RawBuilder<RawRow>): Promise<readonly RawRow[]> {
    return new Promise((answered, failed) => {
      // Behind the batches of this turn, which are made the same way.
      if (this.#asked.length === 0) process.nextTick(() => void this.#send());
      this.#asked.push({ statement, signal: currentBounds().signal, answered, failed });
    });
  }

  async #send(): Promise<void> {
    const asked = this.#asked;
    this.#asked = [];
    try {
      for (const { signal } of asked) signal?.throwIfAborted();
      for (const [n, one] of asked.entries()) {
        const send = () => this.session.rows(one.statement);
        if (n < asked.length - 1) await pipelined(one, send);
        else one.answered(await send());
      }
    } catch (error) {
      // The transaction is over, or takes no more statements. Whoever has been answered hears nothing of it.
      for (const { failed } of asked) failed(error);
    }
  }
}
