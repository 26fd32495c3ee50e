import type { EntityMetadata } from '@mikro-orm/core';
import { type RawBuilder, sql } from 'kysely';

/** The entity, or the name of its table; null: whatever each version is of. */
type Of = Pick<EntityMetadata, 'tableName'> | string | null;

/**
 * SQL: the snapshot of a version as a snapshot of its table's present shape, whatever shape it was written under. Besides
 * the columns it may have `$dropped`, values of fields that are gone by the names clients knew, and `$unfit`, values that
 * have no place in the present shape by column. The present shape of an entity is looked up once a statement.
 *
 * @param alias of `entity_version` in the statement
 * @param snapshot SQL, where it is made of that of the version
 */
export function upToDate(of: Of, alias: string, snapshot = sql.ref(`${alias}.snapshot`)): RawBuilder<unknown> {
  const column = (name: string) => sql.ref(`${alias}.${name}`);
  return sql`case when ${isOfPresentShape(of, alias)} then ${snapshot}
    else palimpsest.upcast(${column('entity_type')}, ${snapshot}, ${column('shape')}) end`;
}

/**
 * SQL: what a version says has changed, by the names that columns have now; what was dropped since as `$notes`, by the name
 * clients knew.
 *
 * @param alias of `entity_version` in the statement
 */
export function changedUpToDate(of: Of, alias: string): RawBuilder<unknown> {
  const column = (name: string) => sql.ref(`${alias}.${name}`);
  return sql`case when ${isOfPresentShape(of, alias)} then ${column('changed')}
    else palimpsest.upcast_names(${column('entity_type')}, ${column('changed')}, ${column('shape')}) end`;
}

function isOfPresentShape(of: Of, alias: string): RawBuilder<unknown> {
  const shape = sql.ref(`${alias}.shape`);
  if (of === null) return sql`${shape} = palimpsest.shape_of(${sql.ref(`${alias}.entity_type`)})`;
  return sql`${shape} = (select palimpsest.shape_of(${typeof of === 'string' ? of : of.tableName}))`;
}
