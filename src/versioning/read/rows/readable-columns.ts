import type { EntityMetadata, Platform } from '@mikro-orm/core';
import { type RawBuilder, sql } from 'kysely';
import { modelOf } from '../../model/entity-model.js';

/**
 * The columns of an entity that may be read, of a table expression with an alias. Sensitive ones are not even selected.
 *
 * @param unread properties that nobody asks for, by name
 */
export function readableColumns(
  meta: EntityMetadata,
  alias: string,
  platform: Platform,
  unread: ReadonlySet<string> = new Set(),
): RawBuilder<unknown> {
  const columns = modelOf(meta).readable.filter(({ property }) => !unread.has(property));
  return sql.join(
    columns.map(({ column, conversion }) => {
      const quoted = `${alias}."${column}"`;
      const read = conversion?.convertToJSValueSQL?.(quoted, platform) ?? quoted;
      return sql`${sql.raw(read)} as ${sql.id(column)}`;
    }),
  );
}
