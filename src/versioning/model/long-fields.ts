import type { EntityMetadata } from '@mikro-orm/core';
import { fieldsOf } from './entity-field.js';

/** Properties of an entity that are not read, by name. */
export type UnreadColumns = (meta: EntityMetadata) => ReadonlySet<string>;

/** Types of columns that hold as much as one likes. */
const longType = /^(text|jsonb?|xml|bytea|character varying|varchar)$|\[\]$/;

const cache = new WeakMap<EntityMetadata, readonly string[]>();

/** The properties of an entity whose values can be long, by name: what is worth to be left out of a list. */
export function longFieldsOf(meta: EntityMetadata): readonly string[] {
  let names = cache.get(meta);
  if (!names) {
    names = fieldsOf(meta)
      .filter(({ kind, property }) => kind === 'value' && longType.test(property.columnTypes?.[0] ?? ''))
      .map(({ property }) => property.name);
    cache.set(meta, names);
  }
  return names;
}
