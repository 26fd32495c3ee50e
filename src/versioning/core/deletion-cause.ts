import { type RawBuilder, sql } from 'kysely';
import { Operation } from './operation.js';

/**
 * SQL: the record whose deletion took a deleted record along; null where it was deleted for its own sake. Told by its
 * newest version DELETE, since what was changed in the trash, past the application or by a purge, has newer ones.
 *
 * @param id the record's id
 */
export function deletionCause(id: RawBuilder<unknown>): RawBuilder<string | null> {
  return sql`(
    select cause.cause_id from entity_version cause
    where cause.entity_id = ${id} and cause.operation = ${Operation.DELETE}
    order by cause.version desc limit 1)`;
}
