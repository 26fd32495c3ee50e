import type { Api } from './client.js';
import type { CallOptions } from './client-options.js';
import type { UndoPayload, UndoPlan } from './generated/api.js';
import type { UndoChoice, UndoResolution } from './generated/graphql.js';
import { UndoRefused } from './undo-refused.js';

/** How a change set is to be undone. */
export interface UndoOptions {
  /** The ids of the records to which undoing is narrowed; all that the change set changed where absent. */
  readonly only?: readonly string[];
  /** What is decided of certain fields of certain records. */
  readonly resolutions?: readonly UndoResolution[];
  /**
   * What becomes of all other fields that somebody has changed since: PRESENT keeps what is there, FORMER puts back what was
   * there before the change set. Where this is absent, they refuse the undo.
   */
  readonly conflicts?: UndoChoice;
  /** Why; kept with the change set. */
  readonly reason?: string;
}

/** An undo that was made: the change set that it is, and the plan that it followed. */
export interface Undone extends UndoPayload {
  readonly plan: UndoPlan;
}

/** Plans the undo of a change set, settles its conflicts as it was told, and makes it. */
export async function undo(
  api: Pick<Api, 'undoPlan' | 'undo'>,
  changeSet: string,
  { conflicts: keep, reason, only, resolutions = [] }: UndoOptions,
  options?: CallOptions,
): Promise<Undone> {
  const narrowed = only && { only: [...only] };
  let decided = [...resolutions];
  for (;;) {
    const plan = (await api.undoPlan({ changeSet, ...narrowed, resolutions: decided }, options))!;
    if (plan.possible) {
      const input = { changeSet, ...narrowed, resolutions: decided, planHash: plan.planHash, reason: reason ?? null };
      return { ...(await api.undo(input, options)), plan };
    }
    const open = plan.steps.flatMap(({ entityId, conflicts }) => conflicts.map(({ field }) => ({ entityId, field })));
    if (keep === undefined || open.length === 0 || plan.steps.some(({ blockedBy }) => blockedBy != null)) {
      throw new UndoRefused(plan);
    }
    // What is taken along by one decision can need another.
    decided = [...decided, ...open.map((conflict) => ({ ...conflict, keep }))];
  }
}
