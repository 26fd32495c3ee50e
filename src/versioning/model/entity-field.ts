import { Cascade, type EntityMetadata, type EntityProperty, ReferenceKind, type Type } from '@mikro-orm/core';
import pluralize from 'pluralize';
import { type FieldKind, fieldKind } from './field-kind.js';
import type { LinkSpec } from './link-spec.js';
import { type ReadableRange, readableRange } from './readable-range.js';
import type { SensitiveOptions } from './sensitive.js';
import { snakeCase } from './snake-case.js';

/** One thing that a record holds: a value, a reference to one record, or the set of linked records. */
export interface EntityField {
  /** As clients say it: `title`, `authorId`, `tagIds`, `password`. */
  readonly name: string;
  readonly kind: FieldKind;
  /** What its class calls it: `title`, `author`, `tags`, `passwordHash`. */
  readonly property: string;
  /** Its column, and the key under which snapshots hold it: `title`, `author_id`, `tag_ids`. */
  readonly column: string;
  /** Of its column, in SQL: `varchar(255)`; empty for links, which have none. */
  readonly type: string;
  readonly isNullable: boolean;
  /** Whether a new record must be given it. */
  readonly isRequired: boolean;
  /** Whether its column is not the entity's own but was added to its mapping, as a tenant is. */
  readonly isFromOutside: boolean;
  /** Whether the record belongs to what it refers to: no living child may stand under a deleted owner. */
  readonly isOwner: boolean;
  /** Whether it is a text of any length, such as a body, and no name or key. */
  readonly isDocument: boolean;
  /** Whether it is a text that clients may read. */
  readonly isText: boolean;
  readonly isList: boolean;
  /** The entity of what it refers to, or is linked to. */
  readonly target?: EntityMetadata;
  /** Where links are kept. */
  readonly link?: LinkSpec;
  /** Between its column and its property; absent where values are as they come. */
  readonly conversion?: Type<unknown>;
  /** Those of an enum. */
  readonly values?: readonly unknown[];
  /** What of its column the API can give, where that is not all. */
  readonly range?: ReadableRange;
  /** Of its column, where the mapping gives it one. */
  readonly collation?: string;
  readonly sensitive?: SensitiveOptions;
}

/** What a property of a discovered entity is, of the kind that {@link fieldKind} says. */
export function fieldOf(
  meta: EntityMetadata,
  property: EntityProperty,
  kind: FieldKind,
  sensitive: SensitiveOptions | undefined,
): EntityField {
  const { fieldNames, columnTypes, targetMeta, customType, items, collation } = property;
  const [isValue, isLinks] = [kind === 'value', kind === 'links'];
  const type = isLinks ? '' : (columnTypes?.[0] ?? '');
  const column = isLinks ? linksKey(fieldNames?.[0] ?? snakeCase(property.name)) : fieldNames[0]!;
  const range = isValue ? readableRange(meta, property) : undefined;
  return {
    name: sensitive?.as ?? fieldName(property),
    kind,
    property: property.name,
    column,
    type,
    isNullable: property.nullable === true,
    isRequired: !isLinks && !property.nullable && property.default === undefined && property.defaultRaw === undefined,
    isFromOutside: isFromOutside(property),
    isOwner: kind === 'reference' && isOwnedBy(meta, property),
    isDocument: isValue && !sensitive && (property.type as unknown) === 'text',
    isText: isValue && !sensitive && !property.enum && /^(?:text|varchar|character varying|citext)\b/.test(type),
    isList: property.array === true,
    ...(!isValue && { target: targetMeta! }),
    ...(isLinks && { link: linkSpecOf(column, property) }),
    ...(customType && { conversion: customType }),
    ...(property.enum && Array.isArray(items) && { values: items }),
    ...(range && { range }),
    ...(collation !== undefined && { collation }),
    ...(sensitive && { sensitive }),
  };
}

function linkSpecOf(key: string, { pivotTable: table, joinColumns, inverseJoinColumns }: EntityProperty): LinkSpec {
  return { key, table, owner: joinColumns[0]!, target: inverseJoinColumns[0]! };
}

/** Whether a relation is that of an owner to its children: `@OneToMany` with `cascade: [Cascade.REMOVE]`. */
export function isOwning({ kind, cascade }: Pick<EntityProperty, 'kind' | 'cascade'>): boolean {
  return kind === ReferenceKind.ONE_TO_MANY && cascade.includes(Cascade.REMOVE);
}

/** Others may have a reference of the same name to the same target. */
function isOwnedBy(meta: EntityMetadata, { name, targetMeta }: EntityProperty): boolean {
  return targetMeta!.relations.some(
    (relation) => isOwning(relation) && relation.targetMeta?.class === meta.class && relation.mappedBy === name,
  );
}

/** Whether a column is not the entity's own but was added to its mapping, as a tenant is. */
export function isFromOutside({ userDefined }: EntityProperty): boolean {
  return userDefined === false;
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

/** Simpler than English, and for good: snapshots of the past have their links under it. */
export function linksKey(name: string): string {
  return `${name.endsWith('ies') ? `${name.slice(0, -3)}y` : name.replace(/s$/, '')}_ids`;
}
