import { type EntityMetadata, type EntityProperty, type Platform, ReferenceKind } from '@mikro-orm/core';
import { type RawBuilder, sql } from 'kysely';
import { columnKinds } from '../model/column-kinds.js';
import { readableRange } from '../model/readable-range.js';
import { rowPrototype } from './row-prototype.js';
import { sensitiveProperties } from '../model/sensitive.js';
import { UnreadableValue } from '../values/unreadable-value.js';

const none: ReadonlySet<string> = new Set();

/**
 * The columns of an entity that may be read, of a table expression with an alias. Sensitive ones are not even selected.
 *
 * @param unread properties that nobody asks for, by name
 */
export function readableColumns(
  meta: EntityMetadata,
  alias: string,
  platform: Platform,
  unread: ReadonlySet<string> = none,
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

/**
 * A record as PostgreSQL gave it, as a plain object of the entity's class: no hydration, no identity map, and computed
 * methods work. References are objects of which only `id` is known.
 *
 * @param raw a row keyed by column; what was not read is undefined
 */
export function rowOf<T>(meta: EntityMetadata, raw: Record<string, unknown>, platform: Platform): T {
  const row = Object.create(rowPrototype(meta)) as Record<string, unknown>;
  for (const column of readable(meta)) {
    const { name, fieldNames } = column.property;
    const value = raw[fieldNames[0]!];
    if (value !== undefined) row[name] = valueOf(column, value, platform);
  }
  return row as T;
}

/** One column's value in the form the program uses: exact text for instants, numerics and big integers. */
function valueOf({ property, range }: ReadableColumn, raw: unknown, platform: Platform): unknown {
  if (raw == null) return null;
  if (property.kind === ReferenceKind.MANY_TO_ONE) return referenceTo(property.targetMeta!, raw as string);
  if (!range) return converted(property, raw, platform);
  try {
    const value = converted(property, raw, platform);
    if (range.has(value)) return value;
    return new UnreadableValue(typeof value === 'number' ? String(value) : value, !property.nullable);
  } catch (error) {
    // What the types of the program say of a value that they have no form for.
    if (error instanceof RangeError) return new UnreadableValue(raw, !property.nullable);
    throw error;
  }
}

function converted({ customType }: EntityProperty, raw: unknown, platform: Platform): unknown {
  return customType ? (customType.convertToJSValue(raw, platform) as unknown) : raw;
}

/**
 * A row of an entity's table in which nothing stands, as SQL. Not `null::name`: `box`, `path` and `point` would be types of
 * PostgreSQL's own, whatever tables there are.
 */
export function emptyRow(meta: EntityMetadata): RawBuilder<unknown> {
  return sql`(select none from ${sql.table(meta.tableName)} none where false)`;
}

/** A stand-in for a record of which only the id is known. */
export function referenceTo(meta: EntityMetadata, id: string): object {
  return Object.assign(Object.create(rowPrototype(meta)) as object, { id });
}

/** A column, and what of it the API can give, where that is not all. */
interface ReadableColumn {
  readonly property: EntityProperty;
  readonly range: ReturnType<typeof readableRange>;
}

/** The properties whose columns may be read. */
export function readableProperties(meta: EntityMetadata): readonly EntityProperty[] {
  return readable(meta).map(({ property }) => property);
}

const cache = new WeakMap<EntityMetadata, readonly ReadableColumn[]>();

function readable(meta: EntityMetadata): readonly ReadableColumn[] {
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
