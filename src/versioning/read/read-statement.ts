import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { createQueryId, PostgresQueryCompiler, type RawBuilder } from 'kysely';
import { currentBounds } from '../session/work-bounds.js';

/** A row as PostgreSQL gives it, keyed by column. */
export type RawRow = Record<string, unknown>;

/** A statement that reads, and what becomes of its rows. Pure: who asks it, and when, is another's concern. */
export interface ReadStatement<T> {
  readonly statement: RawBuilder<RawRow>;
  readonly decode: (rows: readonly RawRow[]) => T;
}

/** Answers a statement that reads. */
export type Ask = (statement: RawBuilder<RawRow>) => Promise<readonly RawRow[]>;

/** Asks PostgreSQL, in the transaction of an entity manager, as long as the work that asks is not to end. */
export function asking(em: SqlEntityManager): Ask {
  return async (statement) => {
    currentBounds().signal?.throwIfAborted();
    return (await statement.execute(em.getKysely())).rows;
  };
}

/** A statement as it is sent, with a value for each `$n`, or a parameter. */
export interface CompiledStatement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** What is sent for a statement. */
export function compiled(statement: RawBuilder<RawRow>): CompiledStatement {
  const { sql, parameters } = new PostgresQueryCompiler().compileQuery(statement.toOperationNode(), createQueryId());
  return { text: sql, values: parameters };
}
