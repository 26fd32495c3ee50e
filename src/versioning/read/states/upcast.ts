import type { EntityMetadata } from '@mikro-orm/core';
import { type RawBuilder, sql } from 'kysely';

/** The entity, or the name of its table; null: whatever each version is of. */
type Of = Named | null;
type Named = Pick<EntityMetadata, 'tableName'> | string;

/**
 * SQL: the snapshot of a version as a snapshot of its table's present shape, whatever shape it was written under. Besides
 * the columns it may have `$dropped`, values of fields that are gone by the names clients knew, and `$unfit`, values that
 * have no place in the present shape by column. The present shape of an entity and the steps to it are
 * looked up once a statement.
 *
 * @param alias of `entity_version` in the statement
 * @param snapshot SQL, where it is made of that of the version
 */
export function upToDate(of: Of, alias: string, snapshot = sql.ref(`${alias}.snapshot`)): RawBuilder<unknown> {
  const column = (name: string) => sql.ref(`${alias}.${name}`);
  const upcast =
    of === null
      ? sql`palimpsest.upcast(${column('entity_type')}, ${snapshot}, ${column('shape')})`
      : sql`palimpsest.take_steps(${snapshot}, ${stepsOf(of)}, ${column('shape')} - 1)`;
  return sql`case when ${isOfPresentShape(of, alias)} then ${snapshot} else ${upcast} end`;
}

/**
 * SQL: what a version says has changed, by the names that columns have now; what was dropped since as `$notes`, by the name
 * clients knew.
 *
 * @param alias of `entity_version` in the statement
 */
export function changedUpToDate(of: Of, alias: string): RawBuilder<unknown> {
  const column = (name: string) => sql.ref(`${alias}.${name}`);
  const upcast =
    of === null
      ? sql`palimpsest.upcast_names(${column('entity_type')}, ${column('changed')}, ${column('shape')})`
      : sql`palimpsest.take_renames(${column('changed')}, ${renamesOf(of)}, ${column('shape')})`;
  return sql`case when ${isOfPresentShape(of, alias)} then ${column('changed')} else ${upcast} end`;
}

/**
 * SQL: what is stored of columns that has no place in them, for people to read: decimals as text, as the API gives them.
 *
 * @param unfit SQL, keyed by column; null where there is nothing
 */
export function exactUnfit(unfit: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`case when ${unfit} is not null then palimpsest.exact_numbers(${unfit}, null)::text end`;
}

function isOfPresentShape(of: Of, alias: string): RawBuilder<unknown> {
  const shape = sql.ref(`${alias}.shape`);
  if (of === null) return sql`${shape} = palimpsest.shape_of(${sql.ref(`${alias}.entity_type`)})`;
  return sql`${shape} = (select palimpsest.shape_of(${tableOf(of)}))`;
}

/** SQL: all steps there are, as a query of its own, which is asked once a statement, and only where a version needs it. */
function stepsOf(of: Named): RawBuilder<unknown> {
  return sql`(select palimpsest.steps_of(${tableOf(of)}))`;
}

/** SQL: as {@link stepsOf}, the names that columns have lost. */
function renamesOf(of: Named): RawBuilder<unknown> {
  return sql`(select palimpsest.renames_of(${tableOf(of)}))`;
}

function tableOf(of: Named): string {
  return typeof of === 'string' ? of : of.tableName;
}
