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
  const planned = new Map(steps.map((step) => [step.entityId, step]));
  // What goes with its owner goes with all that it owns itself.
  const taken = new Set<string>();
  const isDeleted = (id: string) => planned.get(id)?.operation === Operation.DELETE;
  const stayingOf = (owner: UndoStep) =>
    (childrenOf.get(owner.entityId) ?? []).filter(
      (child) => !isDeleted(child.id) && !movesAway(planned.get(child.id), child),
    );
  // What decides for one record changes what is left of others, up to the top.
  for (let settled = false; !settled;) {
    settled = true;
    for (const owner of planned.values()) {
      if (owner.operation !== Operation.DELETE) continue;
      const decided = decidedOf(owner.entityId);
      const choiceOf = ({ relation }: OwnedRecord) =>
        taken.has(owner.entityId) ? UndoChoice.FORMER : decided.get(relation);
      const choices = stayingOf(owner).map((child) => ({ child, choice: choiceOf(child) }));
      const isKept = choices.some(({ choice }) => choice === UndoChoice.PRESENT);
      const going = choices.filter(({ choice }) => choice === UndoChoice.FORMER);
      if (isKept) planned.delete(owner.entityId);
      for (const { child } of isKept ? [] : going) {
        planned.set(child.id, deletion(child));
        taken.add(child.id);
      }
      settled &&= !isKept && going.length === 0;
    }
  }
  return [...planned.values()].map((step) => {
    if (step.operation !== Operation.DELETE) return step;
    const conflicts = [...Map.groupBy(stayingOf(step), ({ relation }) => relation)].map(([field, of]) => ({
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

function deletion({ meta, id }: OwnedRecord): UndoStep {
  return {
    meta,
    entityType: meta.className,
    entityId: id,
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
  const causeOf = (step: UndoStep, below: ReadonlySet<string>): string => {
    const known = causes.get(step.entityId);
    if (known !== undefined) return known;
    // SQL can make records own each other in a ring: then the one that is come to first is the cause.
    const owner = ownersOf(step)
      .map((id) => planned.get(id))
      .find((of) => of?.operation === step.operation && !below.has(of.entityId));
    const cause = owner ? causeOf(owner, new Set([...below, step.entityId])) : step.entityId;
    causes.set(step.entityId, cause);
    return cause;
  };
  return steps.map((step) => {
    const cause = step.operation === Operation.UPDATE ? step.entityId : causeOf(step, new Set());
    return cause === step.entityId ? step : { ...step, causeId: cause };
  });
}
