import { type EntityMetadata, type EntityProperty } from '@mikro-orm/core';
import pluralize from 'pluralize';
import { type FieldKind, fieldKind } from './field-kind.js';
import { type SensitiveOptions, sensitiveProperties } from './sensitive.js';
import { isPrivate, type VersionedClass } from './map-versioned.js';
import { bookkeepingProperties } from './versioned-entity.js';

/** One thing that a version of a record is about: a value, a reference to one record, or the set of linked records. */
export interface EntityField {
  /** As clients say it: `title`, `authorId`, `tagIds`, `password`. */
  readonly name: string;
  readonly kind: FieldKind;
  readonly property: EntityProperty;
  /** The key under which snapshots hold it: `title`, `author_id`, `tag_ids`. */
  readonly column: string;
  readonly sensitive?: SensitiveOptions;
}

const cache = new WeakMap<EntityMetadata, readonly EntityField[]>();
const shown = new WeakMap<EntityMetadata, readonly EntityField[]>();

/** The fields of a discovered entity, in the order of declaration; bookkeeping and what other tables hold left out. */
export function fieldsOf(meta: EntityMetadata): readonly EntityField[] {
  let fields = cache.get(meta);
  if (!fields) {
    const sensitive = sensitiveProperties(meta.class);
    fields = Object.values<EntityProperty>(meta.properties as never)
      .filter((property) => isField(property))
      .map((property) => fieldOf(property, sensitive.get(property.name)));
    cache.set(meta, fields);
  }
  return fields;
}

/** The fields that clients may know of, sensitive ones included. */
export function shownFieldsOf(meta: EntityMetadata): readonly EntityField[] {
  let fields = shown.get(meta);
  if (!fields) {
    fields = fieldsOf(meta).filter(({ property }) => !isPrivate(meta.class as VersionedClass, property.name));
    shown.set(meta, fields);
  }
  return fields;
}

/** The columns that no snapshot has. */
export function sensitiveColumns(meta: EntityMetadata): string[] {
  return fieldsOf(meta)
    .filter((field) => field.sensitive)
    .map((field) => field.column);
}

/** The keys of a snapshot that no client sees, besides what no snapshot has. */
export function privateKeys(meta: EntityMetadata): string[] {
  const shown = shownFieldsOf(meta);
  return fieldsOf(meta)
    .filter((field) => !field.sensitive && !shown.includes(field))
    .map((field) => field.column);
}

/** The keys of a snapshot that a version is about: its fields, and its deletion, or that would look like no change. */
export function comparedKeys(meta: EntityMetadata): string[] {
  const fields = fieldsOf(meta).filter((field) => !field.sensitive);
  return [...fields.map((field) => field.column), 'deleted_at'];
}

/** What clients call a property in inputs and diffs: `author` is `authorId`, `tags` are `tagIds`. */
export function fieldName(property: Pick<EntityProperty, 'name'> & Parameters<typeof fieldKind>[0]): string {
  const kind = fieldKind(property);
  if (kind === 'reference') return `${property.name}Id`;
  return kind === 'links' ? linksName(property.name) : property.name;
}

/** The name that clients know the links of a property by: `tagIds` for `tags`. */
export function linksName(property: string): string {
  return `${pluralize.singular(property)}Ids`;
}

function isField(property: EntityProperty): boolean {
  if (bookkeepingProperties.has(property.name) || property.persist === false || isFromOutside(property)) return false;
  return fieldKind(property) !== undefined;
}

/** Whether a column is not the entity's own but was added to its mapping, as a tenant is. */
export function isFromOutside({ userDefined }: EntityProperty): boolean {
  return userDefined === false;
}

function fieldOf(property: EntityProperty, sensitive: SensitiveOptions | undefined): EntityField {
  const name = sensitive?.as ?? fieldName(property);
  const kind = fieldKind(property)!;
  if (kind === 'links') {
    return { name, kind, property, column: linksKey(property.fieldNames?.[0] ?? snake(property.name)) };
  }
  return { name, kind, property, column: property.fieldNames[0]!, ...(sensitive && { sensitive }) };
}

/** Simpler than English, and for good: snapshots of the past have their links under it. */
export function linksKey(name: string): string {
  return `${name.endsWith('ies') ? `${name.slice(0, -3)}y` : name.replace(/s$/, '')}_ids`;
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
