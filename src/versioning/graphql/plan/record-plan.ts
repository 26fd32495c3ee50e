import type { EntityMetadata } from '@mikro-orm/core';
import { sql } from 'kysely';
import type { VersionedClass } from '../../model/map-versioned.js';
import type { VersionedEntity } from '../../model/versioned-entity.js';
import { DeletedFilter } from '../../read/lists/deleted-filter.js';
import { EachInstant } from '../../read/instants/each-instant.js';
import { historyGaps } from '../../read/records/history-gaps.js';
import type { FoundInPast } from '../../read/records/lacking-history.js';
import { linkedIn } from '../../read/records/linked-in.js';
import type { Instants } from '../../read/instants/statement-at.js';
import type { PageRequest } from '../../read/lists/page.js';
import { columnOf, modelOf } from '../../model/entity-model.js';
import { recordedLinksOf } from '../../read/states/recorded-links.js';
import { type FieldReads, readsOf } from '../declaration/field-reads.js';
import { planActors } from './actor-plan.js';
import { foundBy } from './found-by.js';
import { planHistory } from './history-plan.js';
import { planList } from './list-plan.js';
import { type PlanRun, Slot } from './plan-run.js';
import type { FoundRecords, LinkedRecords, Planning, RecordLevel } from './planning.js';
import { childrenKey, linksKey, selectedKey } from './read-ahead.js';
import { reading } from './read-step.js';
import type { SelectedField } from './selection.js';
import { Unplanned } from './unplanned.js';

/**
 * Plans records that are found by their ids, and what is read of them.
 *
 * @param asked the ids that fields ask for, once their statement has been answered
 * @param take gets those that are found
 */
export function planByIds(
  planning: Planning,
  { records, ids }: FoundRecords,
  field: SelectedField,
  meta: EntityMetadata,
  deleted: DeletedFilter,
  asked: (run: PlanRun) => Iterable<string>,
  take?: (found: ReadonlyMap<string, VersionedEntity>, run: PlanRun) => void,
): void {
  const { instants } = records;
  const found = new Slot<ReadonlyMap<string, VersionedEntity>>(() => new Map());
  const nameIn = (run: PlanRun) => selectedKey(meta.class as VersionedClass, deleted, run.instantOf(instants));
  const step = planning.plan.add(reading(records.byIds<VersionedEntity>(meta, ids, deleted), instants), (read, run) => {
    run.put(found, read);
    const name = nameIn(run);
    for (const id of asked(run)) run.ahead.keep(name, id, read.get(id) ?? null);
    take?.(read, run);
  });
  planKept(planning, instants, meta, { ids }, nameIn);
  const level: RecordLevel = {
    meta,
    records,
    instants,
    values: (column, type) => step.values(column, type),
    ids: (column) => step.ids(column),
    computed: (name, value) => step.computed(name, value),
    rows: (run) => run.in(found).values(),
  };
  const { selection } = planning;
  // Of an interface's field, what it asks of this entity.
  const own = selection.types(field).filter(({ name }) => name === meta.className);
  for (const type of own) planBelow(planning, level, selection.below(field, type));
}

/** Plans what fields read of records. */
export function planBelow(planning: Planning, level: RecordLevel, fields: readonly SelectedField[]): void {
  const actors = fields.filter(({ definition }) => readsOf(definition)?.kind === 'actor');
  planActors(planning, level, actors);
  for (const field of fields) {
    const reads = readsOf(field.definition);
    if (reads && !actors.includes(field)) planField(planning, level, field, reads);
  }
}

function planField(planning: Planning, level: RecordLevel, field: SelectedField, reads: FieldReads): void {
  const metaOf = (entity: VersionedClass) => planning.context.metadata.get(entity) as EntityMetadata;
  switch (reads.kind) {
    case 'reference':
      return planReference(planning, level, field, metaOf(reads.target()), reads.property);
    case 'links':
      return planLinks(planning, level, field, metaOf(reads.target()), reads.property);
    case 'children':
      return planChildren(planning, level, field, metaOf(reads.entity), reads.reference());
    case 'history':
      return planHistory(planning, field, level);
    case 'nothing':
      return;
    default:
      throw new Unplanned(field.definition.name);
  }
}

function planReference(
  planning: Planning,
  level: RecordLevel,
  field: SelectedField,
  target: EntityMetadata,
  property: string,
): void {
  const { includeDeleted } = planning.selection.arguments(field);
  const reference = modelOf(level.meta).readable.find((one) => one.property === property);
  // What nobody may read refers to nothing.
  if (!reference) return;
  const deleted = includeDeleted ? DeletedFilter.INCLUDE : DeletedFilter.EXCLUDE;
  planByIds(planning, foundBy(level, reference.column), field, target, deleted, function* (run) {
    for (const row of level.rows(run)) {
      const referred = (row as unknown as Record<string, { id: string } | null>)[property];
      if (referred) yield referred.id;
    }
  });
}

function planLinks(
  planning: Planning,
  level: RecordLevel,
  field: SelectedField,
  target: EntityMetadata,
  property: string,
): void {
  const linked = level.linked?.(property) ?? (level.instants ? recordedLinks : planLinked)(planning, level, property);
  planByIds(planning, linked, field, target, DeletedFilter.EXCLUDE, linked.asked);
}

/** Those that records of the past were linked to, which their rows say. */
function recordedLinks(_planning: Planning, level: RecordLevel, property: string): LinkedRecords {
  const { records, instants, values } = level;
  const { column } = modelOf(level.meta).fields.find((field) => field.property === property)!;
  const isMany = instants instanceof EachInstant;
  const linked = linkedIn(sql`unnest(${values(isMany ? '$instant' : 'id')}, ${values('$links', 'jsonb')})`, column);
  return {
    ...(isMany
      ? { records: records.at(new EachInstant(linked)), ids: EachInstant.ids }
      : { records, ids: sql`array(select distinct l.target from (${linked}) l)` }),
    asked: (run) => [...level.rows(run)].flatMap((record) => recordedLinksOf(record)?.[column] ?? []),
  };
}

/** Which ids records of the present are linked to. */
function planLinked({ plan }: Planning, level: RecordLevel, property: string): LinkedRecords {
  const { meta, records, instants } = level;
  const linked = new Slot<ReadonlyMap<string, string[]>>(() => new Map());
  const step = plan.add(reading(records.links(meta, property, level.ids('id')), instants), (links, run) => {
    run.put(linked, links);
    const name = linksKey(meta.class as VersionedClass, property, null);
    for (const { id } of level.rows(run)) run.ahead.keep(name, id, links.get(id) ?? []);
  });
  return {
    records,
    ids: step.ids('target'),
    asked: (run) => [...run.in(linked).values()].flat(),
  };
}

function planChildren(
  planning: Planning,
  level: RecordLevel,
  field: SelectedField,
  meta: EntityMetadata,
  reference: string,
): void {
  const args = planning.selection.arguments(field) as PageRequest;
  const { column } = columnOf(meta, reference);
  const { records, ids } = foundBy(level, 'id');
  const { instants } = records;
  const list = records.list<VersionedEntity>(meta, args, { column, ids });
  const nameIn = (run: PlanRun) =>
    childrenKey(meta.class as VersionedClass, reference, run.binding.in(args), run.instantOf(instants));
  planList(
    planning,
    field,
    list,
    (page, run) => {
      const name = nameIn(run);
      for (const { id } of level.rows(run)) run.ahead.keepPage(name, id, page(id));
    },
    (below, items) => planBelow(planning, { ...below, meta, records }, items),
  );
  planKept(planning, instants, meta, { meta, column, parents: ids }, nameIn);
}

/**
 * Sees to it that nothing is left out that retention has removed: below a field that names an instant, the field itself is
 * refused; below the snapshots of versions, what is lacking is.
 *
 * @param nameIn what the fields ask by in an execution
 */
function planKept(
  { plan, found: take }: Planning,
  instants: Instants | null,
  meta: EntityMetadata,
  found: FoundInPast,
  nameIn: (run: PlanRun) => string,
): void {
  if (!(instants instanceof EachInstant)) return take?.(found);
  plan.add(reading(historyGaps(instants, meta, found), instants), (gaps, run) => {
    for (const [id, gap] of gaps) run.ahead.keep(nameIn(run), id, gap);
  });
}
