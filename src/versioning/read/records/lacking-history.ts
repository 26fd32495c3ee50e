import type { EntityMetadata } from '@mikro-orm/core';
import { type RawBuilder, sql } from 'kysely';
import { forWhom, isOwn } from '../../session/own-rows.js';
import { isSeen, seen } from '../instants/statement-at.js';
import { parentsAmong } from '../lists/parents-among.js';
import { everReferringTo } from './past-rows.js';

/** Records that are found at an instant: by their ids, or as those that refer to parents. All are SQL for a `uuid[]`. */
export type FoundInPast =
  | { readonly ids: RawBuilder<unknown> }
  | { readonly meta: EntityMetadata; readonly column: string; readonly parents: RawBuilder<unknown> };

/**
 * SQL: the `id` of each record, or of each parent, of which retention has removed what would be read at the instant of the
 * statement.
 */
export function lackingAmong(found: FoundInPast): RawBuilder<unknown> {
  if ('ids' in found) {
    return sql`select h.entity_id as id from history_start h where ${isLacking()} and h.entity_id = any (${found.ids})`;
  }
  const { meta, column, parents } = found;
  // What children there were is looked for only where anything of their kind has been removed since.
  return sql`
    select parent.id from ${parentsAmong(parents)}
    where exists (select from history_start h where ${isUnseen([meta.tableName])}) and exists (
      select from (${everReferringTo(meta, column)}) c (id) join history_start h on h.entity_id = c.id and ${isLacking()})`;
}

/** SQL: whether retention has removed what was then of any record of these tables. */
export function isAnyLacking(tables: readonly string[]): RawBuilder<unknown> {
  return sql`palimpsest.kept_from(${seen}, ${[...tables]}::text[], ${forWhom()}) is not null`;
}

/**
 * SQL: the first moment as of which there is something to tell of records that are lacking at the instant of the statement.
 *
 * @param ids SQL for a `uuid[]`
 */
export function startOfRecords(ids: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
    select max(coalesce(palimpsest.moment_of(h.xid, h.since, ${forWhom()}), h.trimmed_at)) from history_start h
    where ${isLacking()} and h.entity_id = any (${ids}))`;
}

/**
 * SQL: where a record of these tables is lacking at an instant of the statement, the first moment from which on none is. Between the
 * two another may be: what is read at a later instant may be more than at this one.
 *
 * @param firstOpen SQL: the first number of a transaction that the instant may not see
 */
export function startOfTables(
  tables: readonly string[],
  firstOpen: RawBuilder<unknown> = sql`pg_snapshot_xmin(${seen})`,
): RawBuilder<unknown> {
  return sql`(
    select max(coalesce(s.committed_at, palimpsest.moment_of(h.xid, h.since, ${forWhom()}), h.trimmed_at))
    from history_start h
    left join change_set c on ${isOwn('c')} and c.xid = h.xid
    left join sealed_change_set s on ${isOwn('s')} and s.change_set_id = c.id
    where ${isOwn('h')} and h.entity_type = any (${[...tables]}::text[]) and (h.xid >= ${firstOpen} or h.xid is null))`;
}

/**
 * SQL: whether the start `h` of a history, of one of these tables, is after the instant of the statement, or not known: an index
 * tells.
 */
const isUnseen = (tables: readonly string[]) => sql`(
  ${isOwn('h')} and h.entity_type = any (${[...tables]}::text[]) and (h.xid >= pg_snapshot_xmin(${seen}) or h.xid is null)
  and ${isSeen(sql.ref('h.xid'))} is not true)`;

/**
 * SQL: whether retention has removed what was then of a record that was there, by the start `h` of its history. Where that is not
 * known, it has.
 */
const isLacking = () => sql`(
  ${isOwn('h')} and ${isSeen(sql.ref('h.xid'))} is not true and coalesce(${isSeen(sql.ref('h.made_in'))}, true))`;
