import type { EntityMetadata, EntityProperty } from '@mikro-orm/core';
import { type RawBuilder, sql } from 'kysely';
import { DeletedFilter } from '../read/deleted-filter.js';
import type { PageRequest } from '../read/page.js';
import { isRecordId } from '../values/record-id.js';
import { RecordStatements } from '../read/record-statements.js';
import type { VersionedClass } from '../model/map-versioned.js';
import type { VersionedEntity } from '../model/versioned-entity.js';
import { type FieldReads, readsOf } from './field-reads.js';
import { planHistory } from './history-plan.js';
import { type ListArgs, listQuery } from './list-args.js';
import { planList } from './list-plan.js';
import { type Planning, type PlanningContext, type RecordLevel } from './planning.js';
import { childrenKey, linksKey, listKey, selectedKey } from './read-ahead.js';
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
      if (reads?.kind === 'record') this.#record(field, this.metaOf(reads.entity));
      else if (reads?.kind === 'list') this.#list(field, reads.entity);
      else if (reads?.kind === 'history of') planHistory(this, field, null);
      else if (reads?.kind !== 'nothing') throw new Unplanned(field.definition.name);
    }
  }

  private metaOf(entity: VersionedClass): EntityMetadata {
    return this.context.metadata.get(entity) as EntityMetadata;
  }

  #record(field: SelectedField, meta: EntityMetadata): void {
    const { id, deleted } = this.selection.arguments(field) as { id: string; deleted: DeletedFilter };
    const name = selectedKey(meta.class as VersionedClass, deleted, null);
    if (!isRecordId(id)) return this.plan.addKnown((ahead) => ahead.keep(name, id, null));
    this.#byIds(field, meta, sql`${[id]}::uuid[]`, deleted, () => [id]);
  }

  /** Records by ids that another statement finds. @param asked those ids, once that has been answered */
  #byIds(
    field: SelectedField,
    meta: EntityMetadata,
    ids: RawBuilder<unknown>,
    deleted: DeletedFilter,
    asked: () => Iterable<string>,
  ): void {
    const { statement, decode } = this.#records.byIds(meta, ids, deleted);
    const name = selectedKey(meta.class as VersionedClass, deleted, null);
    let found: ReadonlyMap<string, VersionedEntity> = new Map();
    this.plan.add(statement, decode, (records, ahead) => {
      found = records;
      for (const id of asked()) ahead.keep(name, id, found.get(id) ?? null);
    });
    const level: RecordLevel = {
      meta,
      column: (columns) => this.#records.amongIds(meta, ids, deleted, columns),
      rows: () => found.values(),
    };
    for (const type of this.selection.types(field)) this.#below(level, this.selection.below(field, type));
  }

  #list(field: SelectedField, entity: VersionedClass): void {
    const meta = this.metaOf(entity);
    const args = this.selection.arguments(field) as ListArgs;
    const list = this.#records.list(meta, listQuery(meta, args));
    planList(
      this,
      field,
      list,
      (page, ahead) => ahead.keep(listKey(entity, args), '', page()),
      (level, items) => this.#below({ ...level, meta }, items),
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
    const { fieldNames } = level.meta.properties[property as never] as EntityProperty;
    const ids = sql`array(${level.column(sql.ref(`t.${fieldNames[0]}`))})`;
    this.#byIds(field, target, ids, includeDeleted ? DeletedFilter.INCLUDE : DeletedFilter.EXCLUDE, function* () {
      for (const row of level.rows()) {
        const reference = (row as unknown as Record<string, { id: string } | null>)[property];
        if (reference) yield reference.id;
      }
    });
  }

  #links(level: RecordLevel, field: SelectedField, property: string, target: EntityMetadata): void {
    const { meta } = level;
    const owners = sql`array(${level.column(sql.ref('t.id'))})`;
    const { statement, decode } = this.#records.links(meta, property, owners);
    let linked: ReadonlyMap<string, string[]> = new Map();
    const name = linksKey(meta.class as VersionedClass, property, null);
    this.plan.add(statement, decode, (links, ahead) => {
      linked = links;
      for (const { id } of level.rows()) ahead.keep(name, id, linked.get(id) ?? []);
    });
    const targets = sql`array(select l.target from (${this.#records.linked(meta, property, owners)}) l)`;
    this.#byIds(field, target, targets, DeletedFilter.EXCLUDE, () => [...linked.values()].flat());
  }

  #children(level: RecordLevel, field: SelectedField, entity: VersionedClass, reference: string): void {
    const meta = this.metaOf(entity);
    const args = this.selection.arguments(field) as PageRequest;
    const { fieldNames } = meta.properties[reference as never] as EntityProperty;
    const parents = { column: fieldNames[0]!, ids: sql`array(${level.column(sql.ref('t.id'))})` };
    const list = this.#records.list(meta, args, parents);
    const name = childrenKey(entity, reference, args, null);
    planList(
      this,
      field,
      list,
      (page, ahead) => {
        for (const { id } of level.rows()) ahead.keep(name, id, page(id));
      },
      (below, items) => this.#below({ ...below, meta }, items),
    );
  }
}
