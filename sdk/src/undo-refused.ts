import type { UndoPlan } from './generated/api.js';

/** An undo that cannot be made, or whose conflicts nobody has settled. Nothing was changed. */
export class UndoRefused extends Error {
  override readonly name = 'UndoRefused';
  /** Says of each step what blocks it, and which conflicts are open. */
  readonly plan: UndoPlan;

  constructor(plan: UndoPlan) {
    const blocked = plan.steps.flatMap(({ blockedBy }) => blockedBy ?? []);
    const open = plan.steps.reduce((sum, { conflicts }) => sum + conflicts.length, 0);
    super(blocked[0] ?? `${open} fields have been changed since; decide for each whether to keep it.`);
    this.plan = plan;
  }
}
