import { Client, type QueryConfig, type QueryResult } from 'pg';
import { plainStatement } from './plain-statement.js';
import type { BatchedStatement } from './batched-query.js';
import { StatementBatch } from './statement-batch.js';
import { StatementNames } from './statement-names.js';

/**
 * A connection that prepares each statement with values under a name, so that PostgreSQL reads and plans it once, and
 * that can send several in one message.
 */
export class PreparingClient extends Client {
  static names = new StatementNames();

  override query(...query: never[]): never {
    const statement = plainStatement(query);
    if (!statement?.values?.length || statement.name) {
      return (super.query as (...query: never[]) => unknown)(...query) as never;
    }
    return this.#answers([statement]).then(([result]) => result) as never;
  }

  /**
   * Runs statements in one message: none of them without those before it. Where none of them begins a transaction and
   * none is under way, they are one.
   *
   * @returns the result of each
   * @throws what the first that fails, fails with
   */
  together(statements: readonly QueryConfig[]): Promise<QueryResult[]> {
    return this.#answers(statements);
  }

  #answers(statements: readonly QueryConfig[]): Promise<QueryResult[]> {
    return new Promise((resolve, reject) => {
      const results: QueryResult[] = [];
      const done: BatchedStatement['done'] = (error, result) => {
        if (error) reject(error);
        else if (results.push(result) === statements.length) resolve(results);
      };
      this.send(statements.map((statement) => ({ statement, done })));
    });
  }

  /** Sends statements in one message; each hears what becomes of it, in their order, once all is over. */
  protected send(statements: readonly BatchedStatement[]): void {
    super.query(new StatementBatch(this, statements, PreparingClient.names));
  }
}
