import type { EntityMetadata } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { DomainError } from '../errors/domain-error.js';
import { versionedEntities } from '../model/entities.js';
import { Operation } from '../model/operation.js';
import { ownersFirst } from '../model/owners-first.js';
import { HistoryReader } from '../read/history/history-reader.js';
import { type ChangedRecord, changedRecords } from './changed-records.js';
import { heldRecords, ownersPut } from './held-records.js';
import { inverse } from './inverse.js';
import { keyHolders, type TakenKey } from './key-holders.js';
import { lostStep } from './lost-step.js';
import { type OwnedRecord, ownedRecords } from './owned-records.js';
import { insurmountable, type Obstacle } from './obstacle.js';
import { planHash } from './plan-hash.js';
import { precedencesOf } from './precedences.js';
import { type RecordSides, readSides } from './record-sides.js';
import { brokenReferences, ownersAfter, type PresentStates } from './reference-targets.js';
import { decisions, expectMeaning } from './resolutions.js';
import type { Phase } from './phase.js';
import { orderSteps } from './step-order.js';
import { takeAlong, withCauses } from './take-along.js';
import type { LookedAt } from './looked-at.js';
import type { UndoPlan, UndoStep } from './undo-plan.js';
import type { UndoRequest } from './undo-request.js';

/** Locks records of an entity, in the order of their ids. */
export type LockRecords = (meta: EntityMetadata, ids: readonly string[]) => Promise<unknown>;

/**
 * Plans the undoing of a change set: reads, and writes nothing. How many statements that takes depends on how many entities
 * there are and not on how many records.
 *
 * @param lock locks what the plan is about before it is looked at: owners first, then by id
 * @throws DomainError NOT_FOUND for an unknown change set or record; BAD_USER_INPUT for a change set that changed nothing, one
 *   that is too large, and for resolutions that resolve nothing
 */
export async function planUndo(em: SqlEntityManager, request: UndoRequest, lock?: LockRecords): Promise<UndoPlan> {
  const { changeSet: id, only = null, resolutions } = request;
  const changeSet = (await new HistoryReader(em).changeSets([id])).get(id);
  if (!changeSet) throw new DomainError('NOT_FOUND', 'There is no such change set.', { field: 'changeSet' });
  const records = await changedRecords(em, id, only);
  const metas = new Map(versionedEntities(em).map((meta) => [meta.tableName, meta]));
  const metaOf = new Map(records.map((record) => [record.id, metas.get(record.table) ?? null]));
  const decidedOf = decisions(resolutions ?? [], (entityId) => metaOf.get(entityId));

  const sides = await sidesOf(em, records, metas, lock);
  for (const of of sides) expectMeaning(of, decidedOf(of.record.id));
  const lost = records.filter((record) => record.lost !== null || !metas.has(record.table));
  const inverted = sides.flatMap((of) => inverse(of, decidedOf(of.record.id)) ?? []);
  const owned = await ownedRecords(em, deletedBy(inverted), lock !== undefined);
  const present: PresentStates = new Map(sides.flatMap(({ record, now }) => (now ? [[record.id, now] as const] : [])));
  const taken = takeAlong(inverted, owned, decidedOf);
  const ownings = Map.groupBy(owned, ({ id }) => id);
  const caused = withCauses(taken, (step) =>
    step.operation === Operation.DELETE
      ? (ownings.get(step.entityId) ?? []).map(({ ownerId }) => ownerId)
      : ownersAfter(step, present),
  );
  const broken = await brokenReferences(em, caused, present);
  const keys = await keyHolders(em, caused, present);
  const held = await heldRecords(em, caused);
  const order = orderSteps(
    caused.filter((step) => !isTaken(step)),
    precedencesOf(caused, { owned, present, keys }),
  );
  const blocked = caused.map((step) => withObstacles(step, { broken, keys, held, ringed: order.ringed }));
  const steps = [...blocked, ...lost.map((record) => lostStep(record, metas.get(record.table) ?? null))];
  const looked = lookedAt(sides, lost, owned, metas);
  return {
    changeSet,
    steps: inOrder(steps, order.phases),
    phases: order.phases,
    looked,
    hash: planHash(request, { steps, looked }),
  };
}

async function sidesOf(
  em: SqlEntityManager,
  records: readonly ChangedRecord[],
  metas: ReadonlyMap<string, EntityMetadata>,
  lock: LockRecords | undefined,
): Promise<RecordSides[]> {
  const byTable = Map.groupBy(
    records.filter(({ lost }) => lost === null),
    ({ table }) => table,
  );
  const known = ownersFirst([...byTable.keys()].flatMap((table) => metas.get(table) ?? []));
  for (const meta of lock ? known : [])
    await lock!(
      meta,
      byTable.get(meta.tableName)!.map(({ id }) => id),
    );
  const sides: RecordSides[] = [];
  for (const meta of known) sides.push(...(await readSides(em, meta, byTable.get(meta.tableName)!)));
  return sides;
}

function deletedBy(steps: readonly UndoStep[]): { meta: EntityMetadata; id: string }[] {
  return steps.flatMap(({ meta, entityId, operation }) =>
    meta && operation === Operation.DELETE ? [{ meta, id: entityId }] : [],
  );
}

/** Whether a step is made by the deletion of what owns its record. */
export function isTaken({ operation, causeId }: UndoStep): boolean {
  return operation === Operation.DELETE && causeId !== null;
}

/** What stands in the way of steps, besides what each says itself. */
interface Obstacles {
  readonly broken: ReadonlyMap<string, readonly Obstacle[]>;
  readonly keys: readonly TakenKey[];
  readonly held: ReadonlySet<string>;
  readonly ringed: ReadonlySet<string>;
}

function withObstacles(step: UndoStep, { broken, keys, held, ringed }: Obstacles): UndoStep {
  const taken = keys
    .filter((key) => key.step === step && !key.isGivenUp)
    .map(({ holder, fields, putFields }) => ({
      sentence: `The ${holder.entityType} ${holder.entityId} has this ${fields.join(' and ')} by now.`,
      liftedBy: putFields,
      by: holder,
    }));
  const kept = `A legal hold keeps the ${step.entityType} with what it belongs to.`;
  const hold = held.has(step.entityId) ? [{ sentence: kept, liftedBy: ownersPut(step) }] : [];
  const ring = ringed.has(step.entityId) ? [insurmountable('There is no order in which these steps can be made.')] : [];
  const obstacles = [...step.obstacles, ...(broken.get(step.entityId) ?? []), ...taken, ...hold, ...ring];
  return { ...step, obstacles };
}

function lookedAt(
  sides: readonly RecordSides[],
  lost: readonly ChangedRecord[],
  owned: readonly OwnedRecord[],
  metas: ReadonlyMap<string, EntityMetadata>,
): LookedAt[] {
  const all = [
    ...sides.map(({ meta, record, version, shape }) => ({
      entityType: meta.className,
      entityId: record.id,
      version,
      shape,
    })),
    ...lost.map(({ table, id, last }) => ({
      entityType: metas.get(table)?.className ?? table,
      entityId: id,
      version: last,
    })),
    ...owned.map(({ meta, id, version }) => ({ entityType: meta.className, entityId: id, version })),
  ];
  const distinct = new Map(all.map((looked) => [looked.entityId, looked]));
  return [...distinct.values()].toSorted((a, b) => (a.entityId < b.entityId ? -1 : 1));
}

/** As they are made: by phase; what a deletion takes along, before what takes it. */
function inOrder(steps: readonly UndoStep[], phases: readonly Phase[]): UndoStep[] {
  const phaseOf = new Map(phases.flatMap(({ steps: of }, n) => of.map((id) => [id, n] as const)));
  const place = (step: UndoStep) => phaseOf.get(isTaken(step) ? step.causeId! : step.entityId) ?? phases.length;
  const kinds = [Operation.RESTORE, Operation.UPDATE, Operation.DELETE] as const;
  const kind = ({ operation }: UndoStep) => kinds.indexOf(operation);
  const depths = new Map(
    ownersFirst([...new Set(steps.flatMap(({ meta }) => meta ?? []))]).map((meta, depth) => [meta, depth]),
  );
  const depth = ({ meta, operation }: UndoStep) =>
    (meta ? depths.get(meta)! : 0) * (operation === Operation.DELETE ? -1 : 1);
  return steps.toSorted(
    (a, b) => place(a) - place(b) || kind(a) - kind(b) || depth(a) - depth(b) || (a.entityId < b.entityId ? -1 : 1),
  );
}
