import type { EntityMetadata, MetadataStorage } from '@mikro-orm/core';
import { getNamedType, isLeafType } from 'graphql';
import { Actor } from '../../model/actor.js';
import { modelOf } from '../../model/entity-model.js';
import type { VersionedClass } from '../../model/map-versioned.js';
import { readsOf } from '../declaration/field-reads.js';
import { hasOwnResolver } from '../declaration/own-field-resolver.js';
import { ChangeSetType } from './entity-version.js';
import type { SelectedField, Selection } from '../plan/selection.js';

/** What is answered, and what is changed meanwhile. */
export interface Apart {
  readonly selection: Selection;
  readonly metadata: MetadataStorage;
  /** Whose records are changed. */
  readonly changed: ReadonlySet<EntityMetadata>;
}

/**
 * Whether a mutation's answer is the same once other records of some entities have been changed too: it is made of the values
 * of its own record and of its change set, and of records of other entities, and nothing computed by a program.
 *
 * @param field of a derived mutation
 * @param meta what its record is of
 */
export function isAnsweredApart(apart: Apart, field: SelectedField, meta: EntityMetadata): boolean {
  return below(apart, field).every((answer) => {
    switch (getNamedType(answer.definition.type).name) {
      case meta.className:
        return below(apart, answer).every((value) => isOfRecordApart(apart, value, meta));
      case 'ChangeSet':
        return below(apart, answer).every((value) => isValue(ChangeSetType, value) || isActorApart(apart, value));
      default:
        return false;
    }
  });
}

function isOfRecordApart(apart: Apart, value: SelectedField, meta: EntityMetadata): boolean {
  const { definition } = value;
  if (hasOwnResolver(meta.class, definition.name)) return false;
  const reads = readsOf(definition);
  switch (reads?.kind) {
    case undefined:
      return isActorApart(apart, value) || (isLeaf(value) && isStored(meta, definition.name));
    case 'reference':
    case 'links':
      return areApart(apart, value, reads.target());
    case 'children':
      return areApart(apart, value, reads.entity);
    default:
      return false;
  }
}

/** Whether the records of an entity that a field gives, as they are or in pages, are not changed, and so what is read of them. */
function areApart(apart: Apart, field: SelectedField, entity: VersionedClass): boolean {
  const meta = apart.metadata.get(entity) as EntityMetadata;
  if ([...apart.changed].some(({ tableName }) => tableName === meta.tableName)) return false;
  const isApart = (of: SelectedField): boolean =>
    getNamedType(of.definition.type).name === meta.className
      ? below(apart, of).every((value) => isOfRecordApart(apart, value, meta))
      : below(apart, of).every((part) => isLeaf(part) || isApart(part));
  return isApart(field);
}

function isActorApart(apart: Apart, field: SelectedField): boolean {
  if (getNamedType(field.definition.type).name !== 'Actor') return false;
  return below(apart, field).every((value) => isValue(Actor, value));
}

function isValue(of: Function, value: SelectedField): boolean {
  return isLeaf(value) && !hasOwnResolver(of, value.definition.name);
}

function isLeaf({ definition: { type } }: SelectedField): boolean {
  return isLeafType(getNamedType(type));
}

/** Whether a field is a column, or told from columns alone, as `key` is. */
function isStored(meta: EntityMetadata, name: string): boolean {
  return name === 'key' || modelOf(meta).readable.some(({ property }) => property === name);
}

/** What is selected below a field, but for what its type is called. */
function below({ selection }: Apart, field: SelectedField): SelectedField[] {
  const all = selection.types(field).flatMap((type) => selection.below(field, type));
  return all.filter(({ definition }) => definition.name !== '__typename');
}
