import { type RawBuilder, sql } from 'kysely';
import type { OrderTerm } from './keyset-order.js';

/** Of what a list is made that no index has in its order as a whole: each part is read in that order by itself. */
export interface Parts {
  readonly alias: string;
  /** SELECT statements of the same columns. */
  readonly queries: readonly RawBuilder<unknown>[];
  /** In what groups the parts are read, in the order of the list, which the planner does not know: it need not look at all of them. */
  readonly groups?: OrderTerm;
  /** SQL: what cursors carry besides the values of the order. It comes back as the last of an edge. */
  readonly carried?: RawBuilder<unknown>;
}

/** SQL: the rows of all parts, or of what each has been narrowed to. */
export function union({ alias }: Parts, queries: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return sql`(${sql.join(queries, sql` union all `)}) ${sql.id(alias)}`;
}
