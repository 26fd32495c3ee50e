import type { EntityMetadata, MetadataStorage } from '@mikro-orm/core';
import { historyStatements } from '../../read/history/history-statements.js';
import { idsOf } from '../../read/statements/ids-of.js';
import type { NeededHistory } from '../../read/records/instant-check.js';
import type { VersionedClass } from '../../model/map-versioned.js';
import { Parameter } from '../../read/statements/parameter.js';
import { type FieldReads, readsOf } from '../declaration/field-reads.js';
import type { SelectedField, Selection } from './selection.js';

/** What a field reads at the instant that it names. */
export interface PastReads {
  /** Any record of these tables may belong to what the field itself gives. */
  readonly tables: readonly string[];
  /** The one record that it names. */
  readonly record: string | Parameter<string> | null;
  /** The tables of what stands below it. */
  readonly below: readonly string[];
}

/** What a field reads at the instant that it names, and what stands below it. */
export function pastReads(selection: Selection, field: SelectedField, metadata: MetadataStorage): PastReads {
  const { id } = selection.arguments(field);
  const isOne = typeof id === 'string' || id instanceof Parameter;
  const [own, below] = [new Set<VersionedClass>(), new Set<VersionedClass>()];
  const reads = readsOf(field.definition);
  if (reads?.kind === 'trash') addTrash(selection.arguments(field), metadata, own);
  else if (reads && !isOne) addEntities(reads, own);
  addBelow(selection, field, below);
  const tablesOf = (entities: ReadonlySet<VersionedClass>) =>
    [...entities].map((entity) => (metadata.get(entity) as EntityMetadata).tableName).toSorted();
  return { tables: tablesOf(own), record: isOne ? (id as PastReads['record']) : null, below: tablesOf(below) };
}

/** Whose history that needs where it is not known yet what will be found below. */
export function neededAhead({ tables, record, below }: PastReads): NeededHistory {
  const all = [...new Set([...tables, ...below])].toSorted();
  return { tables: all, found: record === null ? [] : [{ ids: idsOf(record) }] };
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
