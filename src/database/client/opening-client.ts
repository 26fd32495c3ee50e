import type { QueryConfig, QueryResult } from 'pg';
import { currentPipelined, type PipelinedAnswer } from '../../versioning/index.js';
import { plainStatement } from './plain-statement.js';
import { PreparingClient } from './preparing-client.js';
import type { BatchedStatement } from './batched-query.js';

interface Held {
  readonly statement: QueryConfig;
  readonly opening?: PipelinedAnswer | undefined;
}

const beginning = /^\s*(begin|start transaction)\b[^;]*$/i;
const ending = /^\s*(commit|rollback)\s*$/i;
const commit = /^\s*commit\s*$/i;
const rollback = /^\s*rollback\s*$/i;
const rollbackTo = /^\s*rollback\s+to\b[^;]*$/i;

/**
 * A connection that sends what a transaction opens with, BEGIN and for whom it works, together with its first statement,
 * in one message, and so all else that is `pipelined` with the statement after it, be that the COMMIT. A transaction that
 * ends before it has a statement is not begun at all. One in which whoever hears of a pipelined statement refuses its answer takes
 * nothing more but its end, which is a ROLLBACK; calls with a callback and cursors are no part of transactions, and are not held up.
 */
export class OpeningClient extends PreparingClient {
  #held: readonly Held[] = [];
  #isInTransaction = false;
  /** Why the transaction under way takes no more statements. */
  #refusal: Error | undefined;

  override query(...query: never[]): never {
    const send = () => (super.query as (...query: never[]) => unknown)(...query);
    const statement = plainStatement(query);
    const answer = this.#answer(statement, send);
    return (
      statement && commit.test(statement.text) ? (answer as Promise<QueryResult>).then(committed) : answer
    ) as never;
  }

  #answer(statement: QueryConfig | undefined, send: () => unknown): unknown {
    const text = statement?.text ?? '';
    if (statement && this.#refusal) return this.#refuse(text);
    const begins = statement !== undefined && !this.#isInTransaction && beginning.test(text);
    if (begins) this.#isInTransaction = true;
    // Outside of a transaction nothing comes after it, such as where the ORM looks for the database before it begins one.
    const opening = this.#isInTransaction ? currentPipelined() : undefined;
    if (statement && ending.test(text)) this.#isInTransaction = false;
    else if (statement && (begins || (opening && !rollbackTo.test(text)))) {
      this.#held = [...this.#held, { statement, opening }];
      return Promise.resolve(nothing(begins ? 'BEGIN' : 'SELECT'));
    }
    if (this.#held.length === 0) return send();
    const held = this.#held;
    this.#held = [];
    // A savepoint is never held back, so what is came after it. It is dropped: once sent, ROLLBACK TO would take it back at once,
    // and it could fail before that.
    if (rollbackTo.test(text) && !beginning.test(held[0]!.statement.text)) return send();
    if (statement && ending.test(text)) {
      // Nothing of the transaction has been sent, and nothing is lost with it.
      if (beginning.test(held[0]!.statement.text) && (rollback.test(text) || !held.some(isWork))) {
        return Promise.resolve(nothing(text.trim().toUpperCase()));
      }
      if (rollback.test(text)) return send();
      if (held.some(({ opening }) => opening?.mayRefuse))
        return this.#opened(held).then(send, (error: unknown) => this.#rolledBack(error));
    }
    if (statement && isOne(statement)) return this.#opened(held, [statement]).then(([result]) => result);
    const opened = this.#opened(held);
    if (statement) return isEmpty(statement) ? opened : opened.then(send);
    // Waits in the client's own queue; what a failed opening leaves behind is a transaction that refuses it, or no tenant.
    void Promise.allSettled([opened]);
    return send();
  }

  /** How many statements it holds back, besides BEGIN. */
  protected get heldCount(): number {
    return this.#held.filter(({ statement }) => !beginning.test(statement.text)).length;
  }

  override together(statements: readonly QueryConfig[]): Promise<QueryResult[]> {
    if (this.#refusal) return Promise.reject(this.#refusal);
    const held = this.#held;
    this.#held = [];
    return this.#opened(held, statements);
  }

  /** Ends the transaction without anything of it; all else fails with what was refused. */
  #refuse(text: string): Promise<QueryResult> {
    const refusal = this.#refusal!;
    if (!ending.test(text)) return Promise.reject(refusal);
    this.#refusal = undefined;
    this.#isInTransaction = false;
    this.#held = [];
    return commit.test(text) ? this.#rolledBack(refusal) : this.#rollback();
  }

  #rollback(): Promise<QueryResult> {
    return (super.query as unknown as (text: string) => Promise<QueryResult>)('rollback');
  }

  /** @throws `reason`, once the transaction is rolled back */
  async #rolledBack(reason: unknown): Promise<never> {
    // A connection that is broken has rolled it back.
    await Promise.allSettled([this.#rollback()]);
    throw reason;
  }

  /** What it was told to hold back, then statements, whose results are given; the others' are for who hears of them. */
  #opened(held: readonly Held[], statements: readonly QueryConfig[] = []): Promise<QueryResult[]> {
    return new Promise((resolve, reject) => {
      let refusal: Error | undefined;
      const results: QueryResult[] = [];
      let left = held.length + statements.length;
      const heard = (error: Error | null) => {
        left -= 1;
        const failure = refusal ?? error;
        if (failure) reject(failure);
        else if (left === 0) resolve(results);
      };
      const tell = (opening: PipelinedAnswer | undefined, { rows }: QueryResult) => {
        try {
          opening?.answered(rows as Record<string, unknown>[]);
        } catch (refused) {
          if (this.#isInTransaction) this.#refusal = refused as Error;
          throw refused;
        }
      };
      const opening = held.map(({ statement, opening }): BatchedStatement => ({
        statement,
        done(error, result) {
          try {
            const failure = refusal ?? error;
            if (failure) throw failure;
            tell(opening, result);
          } catch (thrown) {
            const isBehind = refusal !== undefined;
            refusal ??= thrown as Error;
            opening?.failed(refusal, isBehind);
          }
          heard(error);
        },
      }));
      const asked = statements.map((statement): BatchedStatement => ({
        statement,
        done(error, result) {
          results.push(result);
          heard(error);
        },
      }));
      this.send([...opening, ...asked]);
    });
  }
}

/** Whether it is more than what a transaction opens with: BEGIN, and for whom it works. */
function isWork({ statement, opening }: Held): boolean {
  return !opening?.opens && !beginning.test(statement.text);
}

/** A transaction in which a statement has failed is rolled back by its COMMIT, without an error. */
function committed(result: QueryResult): QueryResult {
  if (result.command !== 'COMMIT') throw new Error('PostgreSQL has rolled back what was to be committed.');
  return result;
}

/** Whether a text is surely one statement. Where it has values, PostgreSQL takes no other. */
function isOne(statement: QueryConfig): boolean {
  const { text, values } = statement;
  return (values !== undefined && values.length > 0) || !(text.includes(';') || isEmpty(statement));
}

/** An empty statement only sends what the transaction opens with. */
function isEmpty({ text }: QueryConfig): boolean {
  return text === '';
}

function nothing(command: string): QueryResult {
  return { command, rowCount: null, oid: 0, fields: [], rows: [] };
}
