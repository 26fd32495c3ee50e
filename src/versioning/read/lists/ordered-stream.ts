import { type RawBuilder, sql } from 'kysely';

/**
 * SQL: an ORDER BY of which the first rows are to come soon, however many follow. Of a limit that it does not know the planner
 * expects that a tenth of the rows is read, so that it takes what an index has in this order, and sorts nothing.
 *
 * @param column of whole numbers, greatest first
 * @param backwards whether it is the other way round
 */
export function orderedStream(column: RawBuilder<unknown>, backwards: boolean): RawBuilder<unknown> {
  return sql`order by ${column} ${backwards ? sql`asc` : sql`desc`} limit (select 9223372036854775807)`;
}
