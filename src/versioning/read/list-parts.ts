import { type RawBuilder, sql } from 'kysely';

/** Of what a list is made that no index has in its order as a whole: each part is read in that order by itself. */
export interface Parts {
  readonly alias: string;
  /** SELECT statements of the same columns. */
  readonly queries: readonly RawBuilder<unknown>[];
  /** SQL: what cursors carry besides the values of the order. It comes back as the last of an edge. */
  readonly carried?: RawBuilder<unknown>;
}

/** SQL: the rows of all parts, or of what each has been narrowed to. */
export function union({ alias }: Parts, queries: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return sql`(${sql.join(queries, sql` union all `)}) ${sql.id(alias)}`;
}
