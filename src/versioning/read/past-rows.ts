import type { EntityMetadata } from '@mikro-orm/core';
import { type RawBuilder, sql } from 'kysely';
import { columnKinds } from '../model/column-kinds.js';
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
    select c.id as entity_id, newest.version, newest.snapshot from (${candidates} order by 1) c (id)
    cross join lateral (
      select v.version, ${upToDate(meta, 'v')} as snapshot from entity_version v
      where v.entity_id = c.id and v.entity_type = ${meta.tableName} and ${visibleAt(instant, sql.ref('v.xid'))}
      order by v.version desc limit 1) newest)`;
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

/** SQL: the records that are there, or have been. */
export function everKnown(meta: EntityMetadata): RawBuilder<unknown> {
  return sql`
    select l.id from ${sql.table(meta.tableName)} l
    union select d.entity_id from tombstone d where d.entity_type = ${meta.tableName}`;
}
