import type { CustomTypesConfig, QueryConfig, QueryResult } from 'pg';
import { type AnswerBudget, currentAnswerBudget } from '../../versioning/index.js';
import type { CountedStatement } from './batched-query.js';
import { BoundedClient } from './bounded-client.js';
import { plainStatement } from './plain-statement.js';

/**
 * A connection that counts what it reads for an answer, as it comes in. Rows past the budget are let go, and the statement
 * fails, so that no answer that is too large is ever in memory as a whole.
 */
export class CountingClient extends BoundedClient {
  override query(...query: never[]): never {
    const send = super.query.bind(this) as unknown as (...query: unknown[]) => never;
    const budget = currentAnswerBudget();
    const statement = budget && plainStatement(query);
    if (!statement) return send(...query);
    // A query of pg's own knows of nothing but types.
    return send({ ...counting(budget, statement), types: this.#counting(budget) });
  }

  override together(statements: readonly QueryConfig[]): Promise<QueryResult[]> {
    const budget = currentAnswerBudget();
    return super.together(budget ? statements.map((statement) => counting(budget, statement)) : statements);
  }

  /** Readers of values get them as text, before anything is made of it. */
  #counting(budget: AnswerBudget): CustomTypesConfig {
    const getTypeParser = (oid: number, format?: 'text') => {
      const read = this.getTypeParser(oid, format) as (value: string) => unknown;
      return (value: string) => {
        budget.read(Buffer.byteLength(value));
        return read(value);
      };
    };
    return { getTypeParser: getTypeParser as CustomTypesConfig['getTypeParser'] };
  }
}

function counting(budget: AnswerBudget, statement: QueryConfig): CountedStatement {
  return { ...statement, counted: (bytes) => budget.read(bytes) };
}
