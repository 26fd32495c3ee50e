import type { EntityMetadata } from '@mikro-orm/core';
import type { VersionedClass } from '../../model/map-versioned.js';
import type { VersionedEntity } from '../../model/versioned-entity.js';
import { DeletedFilter } from '../../read/lists/deleted-filter.js';
import { idsOf } from '../../read/statements/ids-of.js';
import type { BoundInstant, Instant } from '../../read/instants/instant.js';
import { instantCheck } from '../../read/records/instant-check.js';
import type { FoundInPast } from '../../read/records/lacking-history.js';
import type { Parameter } from '../../read/statements/parameter.js';
import { RecordStatements } from '../../read/records/record-statements.js';
import { snapshotStatement } from '../../read/instants/snapshot-statement.js';
import { isRecordId } from '../../values/record-id.js';
import { readsOf } from '../declaration/field-reads.js';
import { instantOfArguments } from '../inputs/as-of.js';
import { type ListArgs, listQuery } from '../inputs/list-args.js';
import { planChangeSet, planChangeSets, planChangeSetsByIds } from './change-set-plan.js';
import { entitiesOf } from './entities-of.js';
import { planHistory, planVersionOf } from './history-plan.js';
import { planList } from './list-plan.js';
import { neededHistory, pastReads } from './past-reads.js';
import type { PlanRun } from './plan-run.js';
import type { Planning, PlanningContext } from './planning.js';
import { listKey, nodeKey, refusalKey, selectedKey, snapshotKey } from './read-ahead.js';
import { ReadPlan } from './read-plan.js';
import { planBelow, planByIds } from './record-plan.js';
import { reading } from './read-step.js';
import { type PlannedOperation, type SelectedField, Selection } from './selection.js';
import { Unplanned } from './unplanned.js';

/** A plan of an operation as a whole. */
interface Whole extends Planning {
  readonly plan: ReadPlan;
}

/**
 * Plans what a query operation reads, level by level, out of what its fields say that they read.
 *
 * @returns undefined where a field of the uppermost level says nothing
 * @throws what the fields themselves would fail with
 */
export function planReads(operation: PlannedOperation, context: PlanningContext): ReadPlan | undefined {
  const planning = {
    plan: new ReadPlan(),
    selection: new Selection(operation),
    context,
    below: planBelow,
    changeSets: planChangeSetsByIds,
  };
  try {
    for (const field of planning.selection.roots()) planRoot(planning, field);
    return planning.plan;
  } catch (error) {
    if (error instanceof Unplanned) return undefined;
    throw error;
  }
}

function planRoot(planning: Whole, field: SelectedField): void {
  const { context, selection } = planning;
  const instant = instantOfArguments(selection.arguments(field));
  const records = new RecordStatements(context.platform, instant, context.reading);
  if (readsOf(field.definition)?.kind === 'node') return planNode(planning, records, instant, field);
  planAt(planning, instant, field, (checked) => planField(checked, records, field));
}

/** Plans what is read as of an instant, and behind all that finds records there whether that can be answered. */
function planAt<P extends Planning>(
  planning: P,
  instant: BoundInstant | null,
  field: SelectedField,
  plan: (planning: P) => void,
): void {
  if (!instant) return plan(planning);
  const found: FoundInPast[] = [];
  plan({ ...planning, found: (one) => void found.push(one) });
  const reads = pastReads(planning.selection, field, planning.context.metadata);
  const check = instantCheck(instant, neededHistory(reads, found));
  planning.plan.add(reading(check, null), (refusal, { ahead, binding }) =>
    ahead.keep(refusalKey(binding.in(instant) as Instant, binding.in(reads)), '', refusal),
  );
}

/** Plans a record that may be of any entity: it is looked for in all of them until it is known of which it is. */
function planNode(
  planning: Whole,
  records: RecordStatements,
  instant: BoundInstant | null,
  field: SelectedField,
): void {
  const { id } = planning.selection.arguments(field) as { id: string | Parameter<string> };
  planning.plan.addKnown((run) => run.ahead.keep(nodeKey(run.instantOf(instant)), run.binding.in(id) as string, null));
  for (const { meta, plan } of entitiesOf(planning, id)) {
    const asked = ({ binding }: PlanRun) => [binding.in(id) as string];
    planAt({ ...planning, plan }, instant, field, (checked) =>
      planByIds(checked, { records, ids: idsOf(id) }, field, meta, DeletedFilter.EXCLUDE, asked, (found, run) => {
        for (const [one, record] of found) {
          run.ahead.keep(nodeKey(run.instantOf(instant)), one, record);
          run.binding.types?.learn(one, meta.tableName);
        }
      }),
    );
  }
}

function planField(planning: Whole, records: RecordStatements, field: SelectedField): void {
  const reads = readsOf(field.definition);
  const metaOf = (entity: VersionedClass) => planning.context.metadata.get(entity) as EntityMetadata;
  switch (reads?.kind) {
    case 'record':
      return planRecord(planning, records, field, metaOf(reads.entity));
    case 'list':
      return planRecords(planning, records, field, metaOf(reads.entity));
    case 'history of':
      return planHistory(planning, field, null);
    case 'version of':
      return planVersionOf(planning, field);
    case 'change set of':
      return planChangeSet(planning, field);
    case 'change sets':
      return planChangeSets(planning, field);
    case 'snapshot token':
      return planSnapshot(planning);
    case 'nothing':
      return;
    default:
      // What the schema itself tells is read nowhere.
      if (!field.definition.name.startsWith('__')) throw new Unplanned(field.definition.name);
  }
}

function planRecord(planning: Whole, records: RecordStatements, field: SelectedField, meta: EntityMetadata): void {
  const { id, deleted } = planning.selection.arguments(field) as {
    id: string | Parameter<string>;
    deleted: DeletedFilter;
  };
  if (typeof id === 'string' && !isRecordId(id)) {
    return planning.plan.addKnown((run) => {
      const name = selectedKey(meta.class as VersionedClass, deleted, run.instantOf(records.instants));
      run.ahead.keep(name, id, null);
    });
  }
  const found = { records, ids: idsOf(id) };
  planByIds(planning, found, field, meta, deleted, ({ binding }) => [binding.in(id) as string]);
}

function planRecords(planning: Whole, records: RecordStatements, field: SelectedField, meta: EntityMetadata): void {
  const args = planning.selection.arguments(field) as ListArgs;
  const list = records.list<VersionedEntity>(meta, listQuery(meta, args));
  planList(
    planning,
    field,
    list,
    (page, { ahead, binding }) => ahead.keepPage(listKey(meta.class as VersionedClass, binding.in(args)), '', page()),
    (level, items) => planBelow(planning, { ...level, meta, records }, items),
  );
}

function planSnapshot({ plan }: Whole): void {
  plan.add(reading(snapshotStatement(), null), (seen, { ahead }) => ahead.keep(snapshotKey, '', seen));
}
