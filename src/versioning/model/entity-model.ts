import type { EntityMetadata, EntityProperty } from '@mikro-orm/core';
import { type EntityField, fieldOf, isOwning } from './entity-field.js';
import { fieldKind } from './field-kind.js';
import type { LinkSpec } from './link-spec.js';
import { isPrivate, type VersionedClass } from './map-versioned.js';
import type { OwnedRelation } from './owned-relation.js';
import { sensitiveProperties } from './sensitive.js';
import { bookkeepingProperties } from './versioned-entity.js';

/**
 * What an entity is, derived once from its mapping: whoever reads, records, undoes or verifies asks this and not MikroORM's
 * metadata.
 */
export interface EntityModel {
  /** All columns of its table, bookkeeping and what was added from outside included. */
  readonly columns: readonly EntityField[];
  /** The columns that may be read: none that is sensitive. */
  readonly readable: readonly EntityField[];
  /** What a version is about, in the order of declaration: its columns without bookkeeping, and its links. */
  readonly fields: readonly EntityField[];
  /** The fields that clients may know of, sensitive ones included. */
  readonly shown: readonly EntityField[];
  /** The keys of a snapshot that a version is about: its fields, and its deletion, or that would look like no change. */
  readonly comparedKeys: readonly string[];
  /** The columns that no snapshot has. */
  readonly sensitiveKeys: readonly string[];
  /** The keys of a snapshot that no client sees, besides what no snapshot has. */
  readonly privateKeys: readonly string[];
  /** The columns that were added from outside, as a tenant's is. */
  readonly outsideColumns: readonly string[];
  /** The links that belong to its own state. */
  readonly links: readonly LinkSpec[];
  /** Its references to other records. */
  readonly references: readonly EntityField[];
  /** Those of its references that point at owners. */
  readonly owners: readonly EntityField[];
  /** The children that it owns. */
  readonly owned: readonly OwnedRelation[];
}

const models = new WeakMap<EntityMetadata, EntityModel>();

/** The model of a discovered entity: always the same one. */
export function modelOf(meta: EntityMetadata): EntityModel {
  return models.get(meta) ?? derive(meta);
}

/**
 * The column of a property.
 *
 * @throws TypeError where the property has none
 */
export function columnOf(meta: EntityMetadata, property: string): EntityField {
  const column = modelOf(meta).columns.find((one) => one.property === property);
  if (!column) throw new TypeError(`${meta.className}.${property} has no column of its own.`);
  return column;
}

function derive(meta: EntityMetadata): EntityModel {
  const described = describe(meta);
  const columns = [...described.values()].filter(({ kind }) => kind !== 'links');
  const fields = Object.keys(meta.properties)
    .flatMap((name) => described.get(name) ?? [])
    .filter(({ property, isFromOutside }) => !isFromOutside && !bookkeepingProperties.has(property));
  const shown = fields.filter(({ property }) => !isPrivate(meta.class as VersionedClass, property));
  const kept = fields.filter(({ sensitive }) => !sensitive);
  const references = columns.filter(({ kind }) => kind === 'reference');
  const owned: OwnedRelation[] = [];
  const model: EntityModel = Object.freeze({
    columns,
    readable: columns.filter(({ sensitive }) => !sensitive),
    fields,
    shown,
    comparedKeys: [...kept.map(({ column }) => column), 'deleted_at'],
    sensitiveKeys: fields.filter(({ sensitive }) => sensitive).map(({ column }) => column),
    privateKeys: kept.filter((field) => !shown.includes(field)).map(({ column }) => column),
    outsideColumns: columns.filter(({ isFromOutside }) => isFromOutside).map(({ column }) => column),
    links: fields.flatMap(({ link }) => link ?? []),
    references,
    owners: references.filter(({ isOwner }) => isOwner),
    owned,
  });
  models.set(meta, model);
  // Only now, since an entity can own itself.
  for (const { name, targetMeta, mappedBy } of meta.relations.filter(isOwning)) {
    owned.push({ name, child: targetMeta!, reference: columnOf(targetMeta!, String(mappedBy)) });
  }
  return model;
}

/** All that a record holds, by property. */
function describe(meta: EntityMetadata): ReadonlyMap<string, EntityField> {
  const sensitive = sensitiveProperties(meta.class);
  const described = new Map<string, EntityField>();
  for (const property of meta.props as unknown as readonly EntityProperty[]) {
    const kind = fieldKind(property);
    if (kind === undefined || property.persist === false) continue;
    described.set(property.name, Object.freeze(fieldOf(meta, property, kind, sensitive.get(property.name))));
  }
  return described;
}
