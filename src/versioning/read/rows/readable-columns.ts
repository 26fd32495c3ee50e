import type { EntityMetadata, EntityProperty, Platform } from '@mikro-orm/core';
import { type RawBuilder, sql } from 'kysely';
import { columnKinds } from '../../model/column-kinds.js';
import { readableRange } from '../../model/readable-range.js';
import { sensitiveProperties } from '../../model/sensitive.js';

/** A column, and what of it the API can give, where that is not all. */
export interface ReadableColumn {
  readonly property: EntityProperty;
  readonly range: ReturnType<typeof readableRange>;
}

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
  const columns = readable(meta).filter(({ property }) => !unread.has(property.name));
  return sql.join(
    columns.map(({ property: { fieldNames, customType } }) => {
      const [column] = fieldNames;
      const quoted = `${alias}."${column}"`;
      const read = customType?.convertToJSValueSQL?.(quoted, platform) ?? quoted;
      return sql`${sql.raw(read)} as ${sql.id(column!)}`;
    }),
  );
}

/** The properties whose columns may be read. */
export function readableProperties(meta: EntityMetadata): readonly EntityProperty[] {
  return readable(meta).map(({ property }) => property);
}

const cache = new WeakMap<EntityMetadata, readonly ReadableColumn[]>();

/** The columns that may be read: none that is sensitive. */
export function readable(meta: EntityMetadata): readonly ReadableColumn[] {
  let columns = cache.get(meta);
  if (!columns) {
    const sensitive = sensitiveProperties(meta.class);
    columns = meta.props
      .filter(({ name, kind, persist }) => persist !== false && !sensitive.has(name) && columnKinds.has(kind))
      .map((property) => ({ property, range: readableRange(meta, property) }));
    cache.set(meta, columns);
  }
  return columns;
}
