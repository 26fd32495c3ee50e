import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { ClientConfig, QueryConfig, QueryResult } from 'pg';
import { countStatement, currentBounds, currentPipelined, sqlState, SqlState } from '../../versioning/index.js';
import { type Backend, requestCancel } from './cancel-request.js';
import { OpeningClient } from './opening-client.js';

export interface BoundedClientConfig extends ClientConfig {
  /** For how long an answer is waited for, in milliseconds; for ever where absent. PostgreSQL's own limits come first. */
  readonly patienceMs?: number;
}

/** A statement that was told to end has this long before its connection is cut. */
const cancelPatienceMs = 2000;

/** Between one request to end a statement and the next. */
const betweenRequestsMs = 100;

/** What begins and ends transactions is never held back: without it a connection could not be given back. */
const transactionBorder = /^\s*(start transaction|begin|commit|rollback)\b/i;

/** PostgreSQL, or the way to it, does not answer. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
  readonly code = 'ETIMEDOUT';
}

/**
 * A connection whose statements keep the bounds of the work that sends them (see `withBounds`): where that is to end, the
 * statement under way is cancelled in PostgreSQL and later ones are not sent. Where no answer comes at all, as from a
 * machine that is gone without a word, the connection is cut.
 */
export class BoundedClient extends OpeningClient {
  readonly #patienceMs: number | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(config?: BoundedClientConfig) {
    super(config);
    this.#patienceMs = config?.patienceMs;
  }

  override query(...query: never[]): never {
    const send = () => (super.query as (...query: never[]) => unknown)(...query);
    const [statement] = query as unknown[];
    const text = typeof statement === 'string' ? statement : textOf(statement);
    // What has a callback or takes the rows itself is the pool's and a cursor's, and no part of an operation.
    if (text === undefined || typeof query.at(-1) === 'function') return send() as never;
    if (!currentPipelined()) countStatement();
    return this.#next(() => this.#run(send, { isBorder: transactionBorder.test(text) })) as never;
  }

  override together(statements: readonly QueryConfig[]): Promise<QueryResult[]> {
    countStatement();
    return this.#next(() => this.#run(() => super.together(statements), { count: statements.length }));
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const answer = this.#last.then(work);
    this.#last = Promise.allSettled([answer]);
    return answer;
  }

  async #run<T>(send: () => T, { count = 1, isBorder = false }): Promise<Awaited<T>> {
    const { signal, asLongAsItTakes } = currentBounds();
    const end = isBorder ? undefined : signal;
    end?.throwIfAborted();
    const timers: NodeJS.Timeout[] = [];
    const cutAfter = (ms: number) => timers.push(setTimeout(() => this.#cut(ms), ms));
    const statement = { isAnswered: false };
    let cancelled: Promise<void> | undefined;
    // Asked again and again: PostgreSQL forgets a request that comes before the statement does.
    const cancelAgain = async () => {
      while (!statement.isAnswered) {
        await requestCancel(this as unknown as Backend, cancelPatienceMs);
        await delay(betweenRequestsMs);
      }
    };
    const cancel = () => {
      cutAfter(cancelPatienceMs);
      cancelled = cancelAgain();
    };
    // PostgreSQL's own limit is one of each statement.
    if (this.#patienceMs !== undefined && !asLongAsItTakes) cutAfter(this.#patienceMs * (count + this.heldCount));
    end?.addEventListener('abort', cancel);
    try {
      return await send();
    } catch (error) {
      if (end?.aborted && sqlState(error) === SqlState.queryCanceled) throw end.reason;
      throw error;
    } finally {
      statement.isAnswered = true;
      end?.removeEventListener('abort', cancel);
      timers.forEach(clearTimeout);
      // Before the next statement, or it would be that which is cancelled.
      await cancelled;
    }
  }

  #cut(afterMs: number): void {
    const { stream } = (this as unknown as { connection: { stream: Socket } }).connection;
    stream.destroy(new NoAnswerError(`PostgreSQL has not answered for ${afterMs} ms.`));
  }
}

function textOf(statement: unknown): string | undefined {
  const isPlain = typeof statement === 'object' && statement !== null && !('submit' in statement);
  return isPlain && 'text' in statement && typeof statement.text === 'string' ? statement.text : undefined;
}
