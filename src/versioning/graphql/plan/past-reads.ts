import type { EntityMetadata, MetadataStorage } from '@mikro-orm/core';
import { historyStatements } from '../../read/history/history-statements.js';
import { idsOf, noIds } from '../../read/statements/ids-of.js';
import type { NeededHistory } from '../../read/records/instant-check.js';
import type { FoundInPast } from '../../read/records/lacking-history.js';
import { type EntityModel, modelOf } from '../../model/entity-model.js';
import type { VersionedClass } from '../../model/map-versioned.js';
import { Parameter } from '../../read/statements/parameter.js';
import { type FieldReads, readsOf } from '../declaration/field-reads.js';
import { selects } from './selected-in.js';
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
  if (reads?.kind === 'trash') addTrash(selection, field, metadata, own);
  else if (reads && !isOne) addEntities(reads, own);
  addBelow(selection, field, below);
  const tablesOf = (entities: ReadonlySet<VersionedClass>) =>
    [...entities].map((entity) => (metadata.get(entity) as EntityMetadata).tableName).toSorted();
  return { tables: tablesOf(own), record: isOne ? (id as PastReads['record']) : null, below: tablesOf(below) };
}

/**
 * Whose history that needs.
 *
 * @param found at the instant, the record that the field names among it; absent: it is not known yet what will be found below
 */
export function neededHistory({ tables, record, below }: PastReads, found?: readonly FoundInPast[]): NeededHistory {
  const all = [...new Set([...tables, ...below])].toSorted();
  const ids = record === null ? noIds : idsOf(record);
  return { tables: found ? tables : all, found: found ?? [{ ids }], elsewhere: { tables: all, ids } };
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

/**
 * What the trash needs to know: of what is in it whether its owners took it along, and how much it took along itself. What is no
 * type is for the field itself to refuse.
 */
function addTrash(
  selection: Selection,
  field: SelectedField,
  metadata: MetadataStorage,
  entities: Set<VersionedClass>,
): void {
  const { types } = selection.arguments(field);
  const { metas } = historyStatements(metadata);
  const shown = metas.filter(({ className }) => !Array.isArray(types) || types.includes(className));
  addAll(shown, ({ owners }) => owners.map(({ target }) => target!), entities);
  if (selects(selection, field, 'TrashItem', cascadeSize)) {
    addAll(shown, ({ owned }) => owned.map(({ child }) => child), entities);
  }
}

const cascadeSize: ReadonlySet<string> = new Set(['cascadeSize']);

/** Adds entities, and whatever they lead to. */
function addAll(
  metas: readonly EntityMetadata[],
  next: (model: EntityModel) => readonly EntityMetadata[],
  entities: Set<VersionedClass>,
): void {
  const all = new Set(metas);
  for (const meta of all) for (const other of next(modelOf(meta))) all.add(other);
  for (const meta of all) entities.add(meta.class as VersionedClass);
}

function addEntities(reads: FieldReads, entities: Set<VersionedClass>): void {
  if ('target' in reads) entities.add(reads.target());
  else if ('entity' in reads) entities.add(reads.entity);
}
