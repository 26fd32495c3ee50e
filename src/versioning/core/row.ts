import { type EntityMetadata, type EntityProperty, type Platform, ReferenceKind } from '@mikro-orm/core';
import { type RawBuilder, sql } from 'kysely';
import { sensitiveProperties } from './sensitive.js';

/**
 * The columns of an entity that may be read, of a table expression with an alias. Sensitive ones are not even selected.
 */
export function readableColumns(meta: EntityMetadata, alias: string, platform: Platform): RawBuilder<unknown> {
  return sql.join(
    readable(meta).map(({ fieldNames: [column], customType }) => {
      const quoted = `${alias}."${column}"`;
      const read = customType?.convertToJSValueSQL?.(quoted, platform) ?? quoted;
      return sql`${sql.raw(read)} as ${sql.id(column!)}`;
    }),
  );
}

/**
 * A record as PostgreSQL gave it, as a plain object with the entity's prototype: no hydration, no identity map, and
 * computed methods work. References are objects of which only `id` is known.
 *
 * @param raw a row keyed by column
 */
export function rowOf<T>(meta: EntityMetadata, raw: Record<string, unknown>, platform: Platform): T {
  const row = Object.create(meta.class.prototype as object) as Record<string, unknown>;
  for (const property of readable(meta)) row[property.name] = valueOf(property, raw[property.fieldNames[0]!], platform);
  return row as T;
}

/** One column's value in the form the program uses: exact text for instants, numerics and big integers. */
function valueOf(property: EntityProperty, raw: unknown, platform: Platform): unknown {
  if (raw == null) return null;
  if (property.kind === ReferenceKind.MANY_TO_ONE) return referenceTo(property.targetMeta!, raw as string);
  return property.customType ? (property.customType.convertToJSValue(raw, platform) as unknown) : raw;
}

/** A stand-in for a record of which only the id is known. */
export function referenceTo(meta: EntityMetadata, id: string): object {
  return Object.assign(Object.create(meta.class.prototype as object) as object, { id });
}

const cache = new WeakMap<EntityMetadata, EntityProperty[]>();

function readable(meta: EntityMetadata): EntityProperty[] {
  let properties = cache.get(meta);
  if (!properties) {
    const sensitive = sensitiveProperties(meta.class);
    properties = meta.props.filter(
      ({ name, kind, persist }) =>
        persist !== false &&
        !sensitive.has(name) &&
        (kind === ReferenceKind.SCALAR || kind === ReferenceKind.MANY_TO_ONE),
    );
    cache.set(meta, properties);
  }
  return properties;
}
