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
  const open = steps.flatMap(({ entityType, entityId, conflicts }) =>
    conflicts.map(({ field }) => `${field} of the ${entityType} ${entityId}`),
  );
  const [first, ...others] = open;
  return others.length === 0
    ? `Changed since: ${first}; decide whether to keep it.`
    : `Changed since: ${first} and ${others.length} more; decide for each whether to keep it.`;
}
