import { Operation } from '../model/operation.js';
import type { Decisions } from './merge-fields.js';
import type { OwnedRecord } from './owned-records.js';
import type { UndoStep } from './undo-plan.js';
import { UndoChoice } from './undo-request.js';

/**
 * Works out what deletions take along. What the records own and nobody of the plan deletes is a conflict of its owner, named
 * as the owner calls it: it came, or came back, after the change set. Where that is decided for the former, it goes with its
 * owner; where it is decided for the present, the owner stays.
 *
 * @param owned what the records to be deleted own, through all levels
 */
export function takeAlong(
  steps: readonly UndoStep[],
  owned: readonly OwnedRecord[],
  decidedOf: (entityId: string) => Decisions,
): UndoStep[] {
  const childrenOf = Map.groupBy(owned, ({ ownerId }) => ownerId);
  const ownershipsOf = Map.groupBy(owned, ({ id }) => id);
  const planned = new Map(steps.map((step) => [step.entityId, step]));
  const isDeleted = (id: string) => planned.get(id)?.operation === Operation.DELETE;
  const isStaying = (child: OwnedRecord) => !isDeleted(child.id) && !movesAway(planned.get(child.id), child);
  const isDecided = ({ ownerId, relation }: OwnedRecord, choice: UndoChoice) =>
    isDeleted(ownerId) && decidedOf(ownerId).get(relation) === choice;

  // What is kept keeps its owner, up to the top.
  const kept = owned.filter((child) => isStaying(child) && isDecided(child, UndoChoice.PRESENT));
  for (const { ownerId } of kept) {
    if (!planned.delete(ownerId)) continue;
    const above = ownershipsOf.get(ownerId) ?? [];
    kept.push(...above.filter((child) => isDecided(child, UndoChoice.PRESENT)));
  }
  // What goes with its owner goes with all that it owns itself.
  const going = owned.filter((child) => isDecided(child, UndoChoice.FORMER));
  for (const child of going) {
    if (!isStaying(child)) continue;
    planned.set(child.id, deletion(child));
    going.push(...(childrenOf.get(child.id) ?? []));
  }
  return [...planned.values()].map((step) => {
    if (step.operation !== Operation.DELETE) return step;
    const conflicts = [
      ...Map.groupBy((childrenOf.get(step.entityId) ?? []).filter(isStaying), ({ relation }) => relation),
    ].map(([field, of]) => ({
      field,
      base: [],
      theirs: of.map(({ id }) => id).toSorted(),
      yours: [],
    }));
    return { ...step, conflicts: [...step.conflicts, ...conflicts] };
  });
}

/** Whether a step gives a record another owner. */
function movesAway(step: UndoStep | undefined, { reference, ownerId }: OwnedRecord): boolean {
  return step !== undefined && Object.hasOwn(step.values, reference) && step.values[reference] !== ownerId;
}

function deletion({ meta, id, version }: OwnedRecord): UndoStep {
  return {
    meta,
    entityType: meta.className,
    entityId: id,
    version,
    operation: Operation.DELETE,
    changes: [],
    conflicts: [],
    obstacles: [],
    values: {},
    formerVersion: null,
    causeId: null,
  };
}

/**
 * Says of each step whose deletion or restoration takes its record along: that of the owner at the top of those that go, or
 * come back, with it.
 *
 * @param ownersOf the ids of the records that own a record: at present where it goes, as they will be where it comes back
 */
export function withCauses(steps: readonly UndoStep[], ownersOf: (step: UndoStep) => readonly string[]): UndoStep[] {
  const planned = new Map(steps.map((step) => [step.entityId, step]));
  const causes = new Map<string, string>();
  // SQL can make records own each other in a ring: then the one that is come to last is the cause.
  const ownerOf = (step: UndoStep, below: ReadonlySet<string>) =>
    ownersOf(step)
      .map((id) => planned.get(id))
      .find((of) => of?.operation === step.operation && !below.has(of.entityId));
  const causeOf = (step: UndoStep): string => {
    const way = new Set<string>();
    for (let top = step; ;) {
      way.add(top.entityId);
      const known = causes.get(top.entityId);
      const owner = known === undefined ? ownerOf(top, way) : undefined;
      if (owner) {
        top = owner;
        continue;
      }
      const cause = known ?? top.entityId;
      for (const id of way) causes.set(id, cause);
      return cause;
    }
  };
  return steps.map((step) => {
    const cause = step.operation === Operation.UPDATE ? step.entityId : causeOf(step);
    return cause === step.entityId ? step : { ...step, causeId: cause };
  });
}
