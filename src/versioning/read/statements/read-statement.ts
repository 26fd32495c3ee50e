import type { RawBuilder } from 'kysely';
import type { Binding } from './parameter.js';

/** A row as PostgreSQL gives it, keyed by column. */
export type RawRow = Record<string, unknown>;

/** A statement that reads, and what becomes of its rows. Pure: who asks it, and when, is another's concern. */
export interface ReadStatement<T> {
  readonly statement: RawBuilder<RawRow>;
  /** @param binding of the execution; absent: there are no parameters in it */
  readonly decode: (rows: readonly RawRow[], binding?: Binding) => T;
}
