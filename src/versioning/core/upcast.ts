import type { EntityMetadata } from '@mikro-orm/core';
import { type RawBuilder, sql } from 'kysely';

/**
 * SQL: the snapshot of a version as a snapshot of its table's present shape, whatever shape it was written under. Besides
 * the columns it may have `$dropped`, values of fields that are gone by the names clients knew, and `$unfit`, values that
 * have no place in the present shape by column. The present shape is looked up once a statement.
 *
 * @param type the entity, or the name of its table
 * @param alias of `entity_version` in the statement
 */
export function upToDate(type: Pick<EntityMetadata, 'tableName'> | string, alias: string): RawBuilder<unknown> {
  const table = typeof type === 'string' ? type : type.tableName;
  const column = (name: string) => sql.ref(`${alias}.${name}`);
  return sql`case when ${column('shape')} = (select palimpsest.shape_of(${table})) then ${column('snapshot')}
    else palimpsest.upcast(${column('entity_type')}, ${column('snapshot')}, ${column('shape')}) end`;
}
