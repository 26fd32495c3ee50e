import type { CustomTypesConfig, QueryConfig } from 'pg';
import { type AnswerBudget, currentAnswerBudget } from '../versioning/index.js';
import { BoundedClient } from './bounded-client.js';

/**
 * A connection that counts what it reads for an answer, value by value as they come in. Rows past the budget are let go,
 * and the statement fails, so that no answer that is too large is ever in memory as a whole.
 */
export class CountingClient extends BoundedClient {
  override query(...query: never[]): never {
    const send = super.query.bind(this) as unknown as (...query: unknown[]) => never;
    const budget = currentAnswerBudget();
    const statement = budget && statementOf(query);
    if (!statement) return send(...query);
    return send({ ...statement, types: this.#counting(budget) });
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

/** A plain statement; what takes its rows itself, or has a callback, is no reader's. */
function statementOf([config, values, ...rest]: readonly unknown[]): QueryConfig | undefined {
  if (rest.length > 0 || typeof values === 'function') return undefined;
  if (typeof config === 'string') return { text: config, ...(Array.isArray(values) && { values }) };
  const isPlain = typeof config === 'object' && config !== null && 'text' in config && !('submit' in config);
  return isPlain ? { ...(config as QueryConfig), ...(Array.isArray(values) && { values }) } : undefined;
}
