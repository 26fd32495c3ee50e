import type { EntityMetadata, Platform } from '@mikro-orm/core';
import type { EntityField } from '../../model/entity-field.js';
import { modelOf } from '../../model/entity-model.js';
import { rowPrototype } from './row-prototype.js';
import { UnreadableValue } from '../../values/unreadable-value.js';

const none: ReadonlySet<string> = new Set();

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
  const columns = modelOf(meta).readable.filter(({ property }) => !unread.has(property));
  const parts = columns.map((column) => ({
    name: column.property,
    column: column.column,
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
function readerOf(field: EntityField, platform: Platform): ((raw: unknown) => unknown) | undefined {
  const { kind, target, conversion, range, isNullable } = field;
  if (kind === 'reference') return (raw) => referenceTo(target!, raw as string);
  const convert = conversion && ((raw: unknown): unknown => conversion.convertToJSValue(raw, platform));
  if (!range) return convert;
  return (raw) => {
    try {
      const value = convert ? convert(raw) : raw;
      if (range.has(value)) return value;
      return new UnreadableValue(typeof value === 'number' ? String(value) : value, !isNullable);
    } catch (error) {
      // What the types of the program say of a value that they have no form for.
      if (error instanceof RangeError) return new UnreadableValue(raw, !isNullable);
      throw error;
    }
  };
}

/** A stand-in for a record of which only the id is known. */
function referenceTo(meta: EntityMetadata, id: string): object {
  const reference = Object.create(rowPrototype(meta)) as { id: string };
  reference.id = id;
  return reference;
}
