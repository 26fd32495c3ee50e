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

/** Makes a record of a row. */
export type DecodeRow<T> = (raw: Readonly<Record<string, unknown>>) => T;

/**
 * Makes records of rows as PostgreSQL gives them, as plain objects of the entity's class: no hydration, no identity map, and
 * computed methods work. References are objects of which only `id` is known. How each column is read is looked up once.
 *
 * @param unread properties that the rows do not have; they are undefined in the records
 */
export function rowDecoder<T>(
  meta: EntityMetadata,
  platform: Platform,
  unread: ReadonlySet<string> = none,
): DecodeRow<T> {
  const prototype = rowPrototype(meta);
  const columns = readable(meta).filter(({ property }) => !unread.has(property.name));
  const parts = columns.map((column) => ({
    name: column.property.name as string,
    column: column.property.fieldNames[0]!,
    read: readerOf(column, platform),
  }));
  return (raw) => {
    const row = Object.create(prototype) as Record<string, unknown>;
    for (const { name, column, read } of parts) {
      const value = raw[column];
      if (value !== undefined) row[name] = value === null || !read ? value : read(value);
    }
    return row as T;
  };
}

/**
 * One record of which all is read that is there.
 *
 * @param raw a row keyed by column; what was not read is undefined
 */
export function rowOf<T>(meta: EntityMetadata, raw: Record<string, unknown>, platform: Platform): T {
  let decode = decoders.get(meta);
  if (!decode) decoders.set(meta, (decode = rowDecoder(meta, platform)));
  return decode(raw) as T;
}

const decoders = new WeakMap<EntityMetadata, DecodeRow<unknown>>();

/**
 * Brings values of a column into the form that the program uses: exact text for instants, numerics and big integers.
 *
 * @returns undefined where they are as they come
 */
function readerOf({ property, range }: ReadableColumn, platform: Platform): ((raw: unknown) => unknown) | undefined {
  const { kind, targetMeta, customType, nullable = false } = property;
  if (kind === ReferenceKind.MANY_TO_ONE) return (raw) => referenceTo(targetMeta!, raw as string);
  const convert = customType && ((raw: unknown): unknown => customType.convertToJSValue(raw, platform));
  if (!range) return convert;
  return (raw) => {
    try {
      const value = convert ? convert(raw) : raw;
      if (range.has(value)) return value;
      return new UnreadableValue(typeof value === 'number' ? String(value) : value, !nullable);
    } catch (error) {
      // What the types of the program say of a value that they have no form for.
      if (error instanceof RangeError) return new UnreadableValue(raw, !nullable);
      throw error;
    }
  };
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
  const reference = Object.create(rowPrototype(meta)) as { id: string };
  reference.id = id;
  return reference;
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
