import type { EntityMetadata } from '@mikro-orm/core';
import { type RawBuilder, sql } from 'kysely';
import { columnKinds } from '../model/column-kinds.js';
import { Operation } from '../model/operation.js';
import { DeletedFilter } from './deleted-filter.js';
import { type Instant, visibleAt } from './instant.js';
import { typedState } from './typed-state.js';
import { upToDate } from './upcast.js';

/**
 * SQL: for each candidate its newest version at an instant, by the key of versions: how many there are of others does not
 * matter.
 *
 * @param candidates SQL that gives the ids of all records that may be wanted
 */
export function newestVersions(
  meta: EntityMetadata,
  instant: Instant,
  candidates: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`(
    select c.id as entity_id, newest.version, newest.snapshot, newest.removed from (${candidates} order by 1) c (id)
    cross join lateral (
      select v.version, ${upToDate(meta, 'v')} as snapshot, ${isRemoval('v')} as removed from entity_version v
      where v.entity_id = c.id and v.entity_type = ${meta.tableName} and ${visibleAt(instant, sql.ref('v.xid'))}
      order by v.version desc limit 1) newest)`;
}

/** SQL: as {@link newestVersions}, of what was there; what was not deleted has been removed by nobody. */
export function versionsThere(
  meta: EntityMetadata,
  instant: Instant,
  candidates: RawBuilder<unknown>,
  deleted: DeletedFilter,
): RawBuilder<unknown> {
  const versions = newestVersions(meta, instant, candidates);
  return deleted === DeletedFilter.EXCLUDE ? versions : thereAt(instant, versions);
}

/**
 * SQL: of newest versions at an instant those whose records were there then, living or in the trash: not those that had been
 * purged, which leaves a tombstone alone, or removed. What was put back since has lost its tombstone.
 */
function thereAt(instant: Instant, versions: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
    select v.* from ${versions} v where not v.removed and not exists (
      select from tombstone d join change_set s on s.id = d.change_set_id
      where d.entity_id = v.entity_id and d.version >= v.version and ${visibleAt(instant, sql.ref('s.xid'))}))`;
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
        where b.entity_id = ${column('entity_id')} and b.version = ${column('version')} - 1),
      (${value('deleted_at')})::timestamptz > (${value('updated_at')})::timestamptz))`;
}

/**
 * SQL: the versions of which something holds.
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
    where ${sql.join(conditions, sql` and `)})`;
}

/**
 * SQL: versions as rows of their table. The id is the version's, so that a page in its order ends before all are looked
 * at, and so is its number.
 */
export function typedVersions(meta: EntityMetadata, versions: RawBuilder<unknown>): RawBuilder<unknown> {
  const columns = meta.props
    .filter(({ kind, persist, primary, version }) => !primary && !version && persist !== false && columnKinds.has(kind))
    .flatMap(({ fieldNames }) => fieldNames.map((column) => sql`(r.value).${sql.id(column)}`));
  return sql`(
    select v.entity_id as id, v.version, ${sql.join(columns)}, r.unfit as "$unfit" from ${versions} v
    cross join lateral ${typedState(meta, sql`v.snapshot`)} r)`;
}

/** SQL: the records that refer to a `parent`, or did so at some time. */
export function everReferringTo(meta: EntityMetadata, column: string): RawBuilder<unknown> {
  return sql`
    select l.id from ${sql.table(meta.tableName)} l where ${sql.ref(`l.${column}`)} = parent.id
    union select p.entity_id from past_reference p where p.target_id = parent.id and p.entity_type = ${meta.tableName}`;
}

/** SQL: the records that are there, or have been, each once: both parts can be read in the order of their keys. */
export function everKnown(meta: EntityMetadata): RawBuilder<unknown> {
  return sql`
    select l.id from ${sql.table(meta.tableName)} l
    union all select d.entity_id from tombstone d
    where d.entity_type = ${meta.tableName}
      and not exists (select from ${sql.table(meta.tableName)} l where l.id = d.entity_id)`;
}
