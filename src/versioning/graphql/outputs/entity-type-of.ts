import type { EntityMetadata } from '@mikro-orm/core';
import { getMetadataStorage } from 'type-graphql';
import { isUnique, labelField } from '../../model/label-field.js';
import { type VersionedClass, versionedOptions } from '../../model/map-versioned.js';
import { modelOf } from '../../model/entity-model.js';
import { type ApiField, apiFieldsOf } from '../declaration/api-field.js';
import { EntityFieldKind, kindOfScalar } from '../declaration/entity-field-kind.js';
import { entityNames } from '../declaration/entity-names.js';
import { EntityFieldType, EntityType, WriteAccess } from './entity-type.js';
import { graphQLTypeName } from '../declaration/graphql-type-name.js';
import { isFilterable } from '../inputs/record-filter.js';
import { orderFieldOf } from '../inputs/record-order.js';

const described = new WeakMap<EntityMetadata, EntityType>();

/** Describes a discovered entity: what inputs, filters and orders are derived from, as data. */
export function entityTypeOf(meta: EntityMetadata): EntityType {
  let type = described.get(meta);
  if (!type) described.set(meta, (type = describe(meta)));
  return type;
}

function describe(meta: EntityMetadata): EntityType {
  const entity = meta.class as VersionedClass;
  const { one: singular, many: plural } = entityNames(entity);
  const { write = WriteAccess.WRITE } = versionedOptions(entity);
  const fields = apiFieldsOf(entity)
    .filter(({ kind }) => kind !== undefined)
    .map((field) => fieldOf(meta, field));
  const label = labelField(meta)?.name ?? null;
  return Object.assign(new EntityType(), { name: entity.name, singular, plural, label, write, fields });
}

function fieldOf(meta: EntityMetadata, field: ApiField): EntityFieldType {
  const { name, kind, property, declaration, sensitive } = field;
  const known = modelOf(meta).fields.find((one) => one.property === property);
  const target = known?.target?.className ?? null;
  const values = valuesOf(field);
  const type = target ?? typeOf(field);
  const isNullable = kind === 'links' || field.isNullable;
  return Object.assign(new EntityFieldType(), {
    name,
    shownAs: declaration ? property : null,
    kind: kindOf(field, type, values),
    type,
    isList: kind === 'value' && Boolean(declaration?.typeOptions.array),
    isNullable,
    isRequired: !isNullable && field.default === undefined,
    default: field.default ?? null,
    values,
    target,
    isOwner: known?.isOwner === true,
    isSensitive: sensitive !== undefined,
    isUnique: isUnique(meta.class, property),
    isFilterable: kind === 'reference' || isFilterable(meta.class as VersionedClass, field),
    orderField: orderFieldOf(field),
  });
}

function kindOf({ kind, isLong }: ApiField, type: string, values: readonly string[] | null): EntityFieldKind {
  if (kind === 'reference') return EntityFieldKind.REFERENCE;
  if (kind === 'links') return EntityFieldKind.LINKS;
  if (values) return EntityFieldKind.ENUM;
  const scalar = kindOfScalar(type);
  return scalar === EntityFieldKind.TEXT && isLong ? EntityFieldKind.DOCUMENT : scalar;
}

/** Sensitive values are given as texts, whatever is made of them. */
function typeOf({ declaration }: ApiField): string {
  const type: unknown = declaration?.getType() ?? String;
  return type === Date ? 'DateTime' : graphQLTypeName(type);
}

function valuesOf({ declaration }: ApiField): string[] | null {
  const type: unknown = declaration?.getType();
  const registered = getMetadataStorage().enums.find(({ enumObj }) => enumObj === type);
  // An enum of numbers has its values among its keys, too.
  return registered ? Object.keys(registered.enumObj).filter((key) => Number.isNaN(Number(key))) : null;
}
