import { type RawBuilder, sql } from 'kysely';
import type { Edge, OrderTerm } from './keyset-order.js';

/** Between what edges rows are wanted: from `start` on, up to `end`. */
export interface Between {
  readonly start?: Edge | null;
  readonly end?: Edge | null;
}

/** A part of a list that is read in its order by itself. */
export interface Part {
  /** A SELECT of the columns that all parts have. It may give more rows than those between the edges. */
  readonly rows: (between: Between) => RawBuilder<unknown>;
  /**
   * In what order they come by themselves, which that of the list refines: then they need not all be read and sorted, whatever
   * the planner expects of their number. Absent: in any.
   */
  readonly comes?: OrderTerm;
}

/** Of what a list is made that no index has in its order as a whole. */
export interface Parts {
  readonly alias: string;
  readonly parts: readonly Part[];
  /** SQL: what cursors carry besides the values of the order. It comes back as the last of an edge. */
  readonly carried?: RawBuilder<unknown>;
}

/** SQL: the rows of all parts, or of what each has been narrowed to. */
export function union({ alias }: Pick<Parts, 'alias'>, queries: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return sql`(${sql.join(queries, sql` union all `)}) ${sql.id(alias)}`;
}
