import type { EntityMetadata } from '@mikro-orm/core';
import { type RawBuilder, sql } from 'kysely';

/**
 * A row of an entity's table in which nothing stands, as SQL. Not `null::name`: `box`, `path` and `point` would be types of
 * PostgreSQL's own, whatever tables there are.
 */
export function emptyRow(meta: EntityMetadata): RawBuilder<unknown> {
  return sql`(select none from ${sql.table(meta.tableName)} none where false)`;
}
