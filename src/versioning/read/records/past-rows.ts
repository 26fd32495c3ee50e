import type { EntityMetadata } from '@mikro-orm/core';
import { type RawBuilder, sql } from 'kysely';
import { Operation } from '../../model/operation.js';
import { DeletedFilter } from '../lists/deleted-filter.js';
import { isSeen } from '../instants/statement-at.js';
import { upToDate } from '../states/upcast.js';
import { isOwn } from '../../session/own-rows.js';

/**
 * SQL: for each candidate its newest version at the instant of the statement. Which that is, the index on versions with their
 * transactions tells alone, however many are passed over; then that one is read (`offset 0`: only then). The versions of one
 * id are of one record.
 *
 * @param candidates SQL that gives the ids of all records that may be wanted
 */
export function newestVersions(meta: EntityMetadata, candidates: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
    select c.id as entity_id, v.version, ${upToDate(meta, 'v')} as snapshot, ${isRemoval('v')} as removed
    from (${candidates}) c (id)
    cross join lateral (
      select n.version from entity_version n where ${isOwn('n')} and n.entity_id = c.id and ${isSeen(sql.ref('n.xid'))}
      order by n.version desc limit 1) newest
    cross join lateral (
      select v.* from entity_version v
      where ${isOwn('v')} and v.entity_id = c.id and v.version = newest.version and v.entity_type = ${meta.tableName} offset 0) v)`;
}

/** SQL: as {@link newestVersions}, of what was there; what was not deleted has been removed by nobody. */
export function versionsThere(
  meta: EntityMetadata,
  candidates: RawBuilder<unknown>,
  deleted: DeletedFilter,
): RawBuilder<unknown> {
  const versions = newestVersions(meta, candidates);
  return deleted === DeletedFilter.EXCLUDE ? versions : thereThen(versions);
}

/**
 * SQL: of newest versions those whose records were there then, living or in the trash: not those that had been
 * purged, which leaves a tombstone alone, or removed. What was put back since has lost its tombstone.
 */
function thereThen(versions: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
    select v.* from ${versions} v where not v.removed and not exists (
      select from tombstone d join change_set s on s.id = d.change_set_id
      where ${isOwn('d')} and ${isOwn('s')} and d.entity_id = v.entity_id and d.version >= v.version and ${isSeen(sql.ref('s.xid'))}))`;
}

/**
 * SQL: whether a version is what the removal of a living record has left. SQL that puts a record into the trash leaves one
 * like it, but changes the row, and so its time.
 */
function isRemoval(alias: string): RawBuilder<unknown> {
  const column = (name: string) => sql.ref(`${alias}.${name}`);
  const value = (key: string) => sql`${column('snapshot')} ->> ${sql.lit(key)}`;
  return sql`(${column('operation')} = ${Operation.DELETE} and ${value('deleted_by')} like 'SQL:%'
    and ${value('deleted_in')} = ${column('change_set_id')}::text
    and coalesce(
      ${value('updated_at')} = (
        select b.snapshot ->> 'updated_at' from entity_version b
        where ${isOwn('b')} and b.entity_id = ${column('entity_id')} and b.version = ${column('version')} - 1),
      (${value('deleted_at')})::timestamptz > (${value('updated_at')})::timestamptz))`;
}

/**
 * SQL: the versions of which something holds. It stands in a `case`, since of an expression that is null PostgreSQL would
 * believe that hardly any is, and look at all of them before it gives the first.
 *
 * @param columns as text, under the alias `t`: whatever stands there, comparing it does not fail
 */
export function matchingVersions(
  versions: RawBuilder<unknown>,
  columns: readonly string[],
  conditions: readonly RawBuilder<unknown>[],
): RawBuilder<unknown> {
  const values = columns.map((column) => sql`v.snapshot ->> ${sql.lit(column)} as ${sql.id(column)}`);
  return sql`(
    select v.* from ${versions} v cross join lateral (select ${sql.join(values)}) t
    where case when ${sql.join(conditions, sql` and `)} then true else false end)`;
}

/** SQL: the records that refer to a `parent`, or did so at some time. */
export function everReferringTo(meta: EntityMetadata, column: string): RawBuilder<unknown> {
  return sql`
    select l.id from ${sql.table(meta.tableName)} l where ${isOwn('l')} and ${sql.ref(`l.${column}`)} = parent.id
    union select p.entity_id from past_reference p where ${isOwn('p')} and p.target_id = parent.id and p.entity_type = ${meta.tableName}`;
}

/** SQL: the records that are there, or have been, each once, in two parts that can be read in the order of their keys. */
export function everKnown(meta: EntityMetadata): readonly [RawBuilder<unknown>, RawBuilder<unknown>] {
  return [
    sql`select l.id from ${sql.table(meta.tableName)} l where ${isOwn('l')}`,
    sql`
      select d.entity_id from tombstone d
      where ${isOwn('d')} and d.entity_type = ${meta.tableName}
        and not exists (select from ${sql.table(meta.tableName)} l where ${isOwn('l')} and l.id = d.entity_id)`,
  ];
}
