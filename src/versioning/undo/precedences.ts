import { Operation } from '../model/operation.js';
import type { TakenKey } from './key-holders.js';
import type { OwnedRecord } from './owned-records.js';
import { ownersAfter, type PresentStates } from './reference-targets.js';
import type { Precedence } from './step-order.js';
import type { UndoStep } from './undo-plan.js';

/** What steps depend on. */
interface Dependencies {
  /** What those to be deleted own. */
  readonly owned: readonly OwnedRecord[];
  readonly present: PresentStates;
  readonly keys: readonly TakenKey[];
}

/**
 * What must come before what: who gives up a key before who takes it, owners that come back no later than what belongs to
 * them, and what moves to another owner before the one that it leaves is deleted, or it would go with it.
 */
export function precedencesOf(steps: readonly UndoStep[], { owned, present, keys }: Dependencies): Precedence[] {
  const planned = new Map(steps.map((step) => [step.entityId, step]));
  // What a deletion takes along goes when that does.
  const maker = (id: string): string => {
    const { operation, causeId } = planned.get(id)!;
    return operation === Operation.DELETE && causeId !== null ? causeId : id;
  };
  const givers = keys
    .filter(({ isGivenUp }) => isGivenUp)
    .map(({ step, holder }) => precedence(maker(holder.entityId), step.entityId, 'earlier', true));
  const owners = steps.flatMap((step) =>
    ownersAfter(step, present)
      .filter((id) => planned.get(id)?.operation === Operation.RESTORE)
      .map((id) => precedence(id, step.entityId, 'no later', false)),
  );
  const movers = owned
    .filter(({ id, ownerId }) => {
      const mover = planned.get(id);
      return mover && mover.operation !== Operation.DELETE && planned.get(ownerId)?.operation === Operation.DELETE;
    })
    .map(({ id, ownerId }) => precedence(id, maker(ownerId), 'earlier', false));
  return [...givers, ...owners, ...movers].filter(({ before, after }) => before !== after);
}

function precedence(before: string, after: string, kind: Precedence['kind'], isKey: boolean): Precedence {
  return { before, after, kind, isKey };
}
