import type { UndoPlan } from './generated/api.js';

/** An undo that cannot be made, or whose conflicts nobody has settled. Nothing was changed. */
export class UndoRefused extends Error {
  override readonly name = 'UndoRefused';
  /** Says of each step what blocks it, and which conflicts are open. */
  readonly plan: UndoPlan;

  /** @param message in place of what the plan says first */
  constructor(plan: UndoPlan, message = firstReason(plan)) {
    super(message);
    this.plan = plan;
  }
}

function firstReason({ steps }: UndoPlan): string {
  const blocked = steps.find(({ blockedBy }) => blockedBy != null);
  if (blocked) return blocked.blockedBy!;
  const open = steps.reduce((sum, { conflicts }) => sum + conflicts.length, 0);
  return open === 1
    ? '1 field has been changed since; decide whether to keep it.'
    : `${open} fields have been changed since; decide for each whether to keep it.`;
}
