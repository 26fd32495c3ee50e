import type { EntityMetadata } from '@mikro-orm/core';
import { type RawBuilder, sql } from 'kysely';
import { emptyRow } from '../rows/empty-row.js';

/**
 * SQL, to be joined laterally: what `palimpsest.typed_state` makes of a snapshot, as columns `value` and `unfit`. It is
 * called in a select list: PostgreSQL stores what a function in a FROM clause gives before it is read, which costs as much
 * as making the row. `offset 0` has it called once for all columns that are taken from it.
 *
 * @param snapshot SQL, of the table's present shape
 */
export function typedState(meta: EntityMetadata, snapshot: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
    select (typed.state).value, (typed.state).unfit
    from (select palimpsest.typed_state(${emptyRow(meta)}, ${snapshot}) as state offset 0) typed offset 0)`;
}
