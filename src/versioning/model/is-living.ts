import { type RawBuilder, sql } from 'kysely';
import { softDelete } from './map-versioned.js';

/** SQL: whether a record is not deleted, in some alias, or in the only table of a statement. */
export function isLiving(alias?: string): RawBuilder<boolean> {
  return sql.raw(softDelete.sql(alias));
}
