import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { RawBuilder } from 'kysely';
import type { Binding } from './parameter.js';
import { Session } from '../../session/session.js';
import { currentBounds } from '../../session/work-bounds.js';

/** A row as PostgreSQL gives it, keyed by column. */
export type RawRow = Record<string, unknown>;

/** A statement that reads, and what becomes of its rows. Pure: who asks it, and when, is another's concern. */
export interface ReadStatement<T> {
  readonly statement: RawBuilder<RawRow>;
  /** @param binding of the execution; absent: there are no parameters in it */
  readonly decode: (rows: readonly RawRow[], binding?: Binding) => T;
}

/** Answers a statement that reads. */
export type Ask = (statement: RawBuilder<RawRow>) => Promise<readonly RawRow[]>;

/** Asks PostgreSQL, in the transaction of an entity manager, as long as the work that asks is not to end. */
export function asking(em: SqlEntityManager): Ask {
  const session = new Session(em);
  return async (statement) => {
    currentBounds().signal?.throwIfAborted();
    return session.rows(statement);
  };
}
