import { type RawBuilder, sql } from 'kysely';
import { Operation } from '../model/operation.js';

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

/**
 * SQL: whether a deleted record is in the trash for its own sake: nothing else took it along, or what did is back
 * without it, was deleted anew or is gone, so that no restoration of that brings it back.
 *
 * @param id the record's id
 */
export function isTrashedAlone(id: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql`palimpsest.is_trashed_alone(${id})`;
}
