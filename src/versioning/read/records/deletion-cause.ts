import { type RawBuilder, sql } from 'kysely';
import { seen } from '../instants/statement-at.js';
import { forWhom, isOwn } from '../../session/own-rows.js';

/**
 * SQL: true where a version deletes its record, false where it restores it, null where it does neither: an undo can do any
 * of these.
 *
 * @param alias of `entity_version` in the statement
 */
export function deletionBy(alias: string): RawBuilder<boolean | null> {
  const column = (name: string) => sql.ref(`${alias}.${name}`);
  return sql`palimpsest.deletion(${column('operation')}, ${column('changed')}, ${column('snapshot')})`;
}

/**
 * SQL: the record whose deletion took a deleted record along; null where it was deleted for its own sake. Told by its
 * newest version that deleted it, since what was changed in the trash, past the application or by a purge, has newer ones.
 *
 * @param id the record's id
 */
export function deletionCause(id: RawBuilder<unknown>): RawBuilder<string | null> {
  return sql`(
    select cause.cause_id from entity_version cause
    where ${isOwn('cause')} and cause.entity_id = ${id} and ${deletionBy('cause')}
    order by cause.version desc limit 1)`;
}

/**
 * SQL: whether a deleted record is in the trash for its own sake: nothing else took it along, or what did is back
 * without it, was deleted anew or is gone, so that no restoration of that brings it back.
 *
 * @param id the record's id
 * @param isPast whether as of the instant of the statement
 */
export function isTrashedAlone(id: RawBuilder<unknown>, isPast = false): RawBuilder<boolean> {
  return sql`palimpsest.is_trashed_alone(${id}, ${isPast ? seen : sql`null::pg_snapshot`}, ${forWhom()})`;
}
