import type { EntityMetadata, MetadataStorage } from '@mikro-orm/core';
import { historyStatements } from '../../read/history/history-statements.js';
import type { PastReads } from '../../read/instants/instant-check.js';
import type { VersionedClass } from '../../model/map-versioned.js';
import { Parameter } from '../../read/statements/parameter.js';
import { type FieldReads, readsOf } from '../declaration/field-reads.js';
import type { SelectedField, Selection } from './selection.js';

/** Whose history a field with an instant needs: that of the one record it names, and of all that may stand below. */
export function pastReads(selection: Selection, field: SelectedField, metadata: MetadataStorage): PastReads {
  const { id } = selection.arguments(field);
  const isOne = typeof id === 'string' || id instanceof Parameter;
  const entities = new Set<VersionedClass>();
  const own = readsOf(field.definition);
  if (own?.kind === 'trash') addTrash(selection.arguments(field), metadata, entities);
  else if (own && !isOne) addEntities(own, entities);
  addBelow(selection, field, entities);
  const tables = [...entities].map((entity) => (metadata.get(entity) as EntityMetadata).tableName);
  return { tables: tables.toSorted(), record: isOne ? (id as string | Parameter<string>) : null };
}

function addBelow(selection: Selection, field: SelectedField, entities: Set<VersionedClass>): void {
  for (const type of selection.types(field)) {
    for (const below of selection.below(field, type)) {
      const reads = readsOf(below.definition);
      // Versions are of instants of their own.
      if (reads?.kind === 'history') continue;
      if (reads) addEntities(reads, entities);
      addBelow(selection, below, entities);
    }
  }
}

/** What is no type is for the field itself to refuse. */
function addTrash(
  { types }: Readonly<Record<string, unknown>>,
  metadata: MetadataStorage,
  entities: Set<VersionedClass>,
): void {
  const isShown = ({ className }: EntityMetadata) => !Array.isArray(types) || types.includes(className);
  for (const meta of historyStatements(metadata).metas.filter(isShown)) entities.add(meta.class as VersionedClass);
}

function addEntities(reads: FieldReads, entities: Set<VersionedClass>): void {
  if ('target' in reads) entities.add(reads.target());
  else if ('entity' in reads) entities.add(reads.entity);
}
