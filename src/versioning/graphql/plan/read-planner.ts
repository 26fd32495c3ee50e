import type { EntityMetadata, EntityProperty } from '@mikro-orm/core';
import type { RawBuilder } from 'kysely';
import { DeletedFilter } from '../../read/deleted-filter.js';
import { idsOf } from '../../read/ids-of.js';
import { instantCheck } from '../../read/instant-check.js';
import type { PageRequest } from '../../read/page.js';
import type { Parameter } from '../../read/parameter.js';
import { isRecordId } from '../../values/record-id.js';
import { RecordStatements } from '../../read/record-statements.js';
import { readableProperties } from '../../read/readable-columns.js';
import { snapshotStatement } from '../../read/snapshot-statement.js';
import type { VersionedClass } from '../../model/map-versioned.js';
import type { VersionedEntity } from '../../model/versioned-entity.js';
import { type FieldReads, readsOf } from '../declaration/field-reads.js';
import { instantOfArguments } from '../inputs/as-of.js';
import { planChangeSets } from './change-set-plan.js';
import { planHistory } from './history-plan.js';
import { type ListArgs, listQuery } from '../inputs/list-args.js';
import { planList } from './list-plan.js';
import { type Planning, type PlanningContext, type RecordLevel } from './planning.js';
import { pastReads } from './past-reads.js';
import {
  childrenKey,
  linksKey,
  listKey,
  type ReadAhead,
  refusalKey,
  selectedKey,
  Slot,
  snapshotKey,
} from './read-ahead.js';
import { ReadPlan } from './read-plan.js';
import { Unplanned } from './unplanned.js';
import { type PlannedOperation, type SelectedField, Selection } from './selection.js';

/**
 * Plans what a query operation reads, level by level, out of what its fields say that they read.
 *
 * @returns undefined where a field of the uppermost level says nothing
 * @throws what the fields themselves would fail with
 */
export function planReads(operation: PlannedOperation, context: PlanningContext): ReadPlan | undefined {
  const planner = new ReadPlanner(new Selection(operation), context);
  try {
    planner.planRoots();
    return planner.plan;
  } catch (error) {
    if (error instanceof Unplanned) return undefined;
    throw error;
  }
}

/** Adds to a plan what fields read. */
class ReadPlanner implements Planning {
  readonly plan = new ReadPlan();
  readonly #records: RecordStatements;

  constructor(
    readonly selection: Selection,
    readonly context: PlanningContext,
  ) {
    this.#records = new RecordStatements(context.platform, null, context.reading);
  }

  planRoots(): void {
    for (const field of this.selection.roots()) {
      const reads = readsOf(field.definition);
      const records = this.#recordsOf(field);
      if (reads?.kind === 'record') this.#record(records, field, this.metaOf(reads.entity));
      else if (reads?.kind === 'list') this.#list(records, field, reads.entity);
      else if (reads?.kind === 'history of') planHistory(this, field, null);
      else if (reads?.kind === 'snapshot token') this.#snapshot();
      else if (reads?.kind === 'change sets') planChangeSets(this, field);
      // What the schema itself tells is read nowhere.
      else if (reads?.kind !== 'nothing' && !field.definition.name.startsWith('__'))
        throw new Unplanned(field.definition.name);
    }
  }

  #snapshot(): void {
    this.plan.add(snapshotStatement.statement, snapshotStatement.decode, (seen, ahead) =>
      ahead.keep(snapshotKey, '', seen),
    );
  }

  private metaOf(entity: VersionedClass): EntityMetadata {
    return this.context.metadata.get(entity) as EntityMetadata;
  }

  /** At the instant that a field names, once it is known that it can be answered. */
  #recordsOf(field: SelectedField): RecordStatements {
    const instant = instantOfArguments(this.selection.arguments(field));
    if (!instant) return this.#records;
    const reads = pastReads(this.selection, field, this.context.metadata);
    const { statement, decode } = instantCheck(instant, reads);
    this.plan.add(statement, decode, (refusal, ahead) =>
      ahead.keep(refusalKey(instant, ahead.binding.in(reads)), '', refusal),
    );
    return this.#records.at(instant);
  }

  #record(records: RecordStatements, field: SelectedField, meta: EntityMetadata): void {
    const { id, deleted } = this.selection.arguments(field) as {
      id: string | Parameter<string>;
      deleted: DeletedFilter;
    };
    const name = selectedKey(meta.class as VersionedClass, deleted, records.instant);
    if (typeof id === 'string' && !isRecordId(id)) return this.plan.addKnown((ahead) => ahead.keep(name, id, null));
    this.#byIds(records, field, meta, idsOf(id), deleted, ({ binding }) => [binding.in(id) as string]);
  }

  /** Records by ids that another statement finds. @param asked those ids, once that has been answered */
  #byIds(
    records: RecordStatements,
    field: SelectedField,
    meta: EntityMetadata,
    ids: RawBuilder<unknown>,
    deleted: DeletedFilter,
    asked: (ahead: ReadAhead) => Iterable<string>,
  ): void {
    const { statement, decode } = records.byIds<VersionedEntity>(meta, ids, deleted);
    const name = selectedKey(meta.class as VersionedClass, deleted, records.instant);
    const found = new Slot<ReadonlyMap<string, VersionedEntity>>(() => new Map());
    const step = this.plan.add(statement, decode, (read, ahead) => {
      ahead.put(found, read);
      for (const id of asked(ahead)) ahead.keep(name, id, read.get(id) ?? null);
    });
    const level: RecordLevel = {
      meta,
      records,
      values: (column, type) => step.values(column, type),
      rows: (ahead) => ahead.in(found).values(),
    };
    for (const type of this.selection.types(field)) this.#below(level, this.selection.below(field, type));
  }

  #list(records: RecordStatements, field: SelectedField, entity: VersionedClass): void {
    const meta = this.metaOf(entity);
    const args = this.selection.arguments(field) as ListArgs;
    const list = records.list<VersionedEntity>(meta, listQuery(meta, args));
    planList(
      this,
      field,
      list,
      (page, ahead) => ahead.keep(listKey(entity, ahead.binding.in(args)), '', page()),
      (level, items) => this.#below({ ...level, meta, records }, items),
    );
  }

  /** What is read of records. */
  #below(level: RecordLevel, fields: readonly SelectedField[]): void {
    for (const field of fields) {
      const reads = readsOf(field.definition);
      if (reads) this.#read(level, field, reads);
    }
  }

  #read(level: RecordLevel, field: SelectedField, reads: FieldReads): void {
    switch (reads.kind) {
      case 'reference':
        return this.#reference(level, field, this.metaOf(reads.target()), reads.property);
      case 'links':
        return this.#links(level, field, reads.property, this.metaOf(reads.target()));
      case 'children':
        return this.#children(level, field, reads.entity, reads.reference());
      case 'history':
        return planHistory(this, field, level);
      default:
        throw new Unplanned(field.definition.name);
    }
  }

  #reference(level: RecordLevel, field: SelectedField, target: EntityMetadata, property: string): void {
    const { includeDeleted } = this.selection.arguments(field);
    const reference = level.meta.properties[property as never] as EntityProperty;
    // What nobody may read refers to nothing.
    if (!readableProperties(level.meta).includes(reference)) return;
    const { fieldNames } = reference;
    const ids = level.values(fieldNames[0]!);
    const deleted = includeDeleted ? DeletedFilter.INCLUDE : DeletedFilter.EXCLUDE;
    this.#byIds(level.records, field, target, ids, deleted, function* (ahead) {
      for (const row of level.rows(ahead)) {
        const reference = (row as unknown as Record<string, { id: string } | null>)[property];
        if (reference) yield reference.id;
      }
    });
  }

  #links(level: RecordLevel, field: SelectedField, property: string, target: EntityMetadata): void {
    const { meta, records } = level;
    const { statement, decode } = records.links(meta, property, level.values('id'));
    const linked = new Slot<ReadonlyMap<string, string[]>>(() => new Map());
    const name = linksKey(meta.class as VersionedClass, property, records.instant);
    const step = this.plan.add(statement, decode, (links, ahead) => {
      ahead.put(linked, links);
      for (const { id } of level.rows(ahead)) ahead.keep(name, id, links.get(id) ?? []);
    });
    this.#byIds(records, field, target, step.values('target'), DeletedFilter.EXCLUDE, (ahead) =>
      [...ahead.in(linked).values()].flat(),
    );
  }

  #children(level: RecordLevel, field: SelectedField, entity: VersionedClass, reference: string): void {
    const meta = this.metaOf(entity);
    const args = this.selection.arguments(field) as PageRequest;
    const { fieldNames } = meta.properties[reference as never] as EntityProperty;
    const parents = { column: fieldNames[0]!, ids: level.values('id') };
    const { records } = level;
    const list = records.list<VersionedEntity>(meta, args, parents);
    planList(
      this,
      field,
      list,
      (page, ahead) => {
        const name = childrenKey(entity, reference, ahead.binding.in(args), records.instant);
        for (const { id } of level.rows(ahead)) ahead.keep(name, id, page(id));
      },
      (below, items) => this.#below({ ...below, meta, records }, items),
    );
  }
}
