import { type RawBuilder, sql } from 'kysely';
import { EachInstant } from './each-instant.js';
import { type BoundInstant, type Instant, snapshotAt } from './instant.js';
import type { Binding } from '../statements/parameter.js';
import type { RawRow } from '../statements/read-statement.js';

/** As of which a statement reads: an instant, or each of many. */
export type Instants = BoundInstant | EachInstant;

/**
 * A statement that reads as of an instant: it finds out which `pg_snapshot` that is, once, however often it asks for
 * {@link seen}. Null is the present.
 */
export function statementAt(instants: Instants | null, statement: RawBuilder<RawRow>): RawBuilder<RawRow> {
  if (!instants) return statement;
  if (instants instanceof EachInstant) return instants.statement(statement);
  // No table is named with a dollar sign.
  return sql`with "$instant" (seen) as materialized (select ${snapshotAt(instants)}) ${statement}`;
}

/** SQL: the instant of the statement; null where there is none of that name. */
export const seen: RawBuilder<unknown> = sql`(select "$instant".seen from "$instant")`;

/**
 * Whether what a transaction wrote belongs to the instant of the statement. The order of commit decides, not that of clocks
 * or sequences: those give states that never existed. An index that has the number answers it alone, as a filter: a comparison
 * beside it that were a condition of the index makes PostgreSQL, from 18 on, expect a search for each version.
 *
 * @param xid the transaction's number
 */
export function isSeen(xid: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`pg_visible_in_snapshot(${xid}, ${seen})`;
}

/**
 * Tells the instant that a row of a statement is of.
 *
 * @param binding of the execution; absent: the instant is no parameter
 */
export function instantsOfRows(instants: Instants | null, binding?: Binding): (row: RawRow) => Instant | null {
  if (instants instanceof EachInstant) return (row) => EachInstant.ofRow(row);
  const one = (binding ? binding.in(instants) : instants) as Instant | null;
  return () => one;
}
