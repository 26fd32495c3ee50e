import type { UndoStep } from './undo-plan.js';

/** The conflicts and obstacles of a plan in a sentence; undefined where there are none. */
export function impossibility(steps: readonly UndoStep[]): string | undefined {
  const open = steps.reduce((sum, { conflicts }) => sum + conflicts.length, 0);
  const blocked = steps.filter(({ obstacles }) => obstacles.length > 0);
  if (open === 0 && blocked.length === 0) return undefined;
  const [first] = blocked;
  return first
    ? `${blocked.length} of ${steps.length} steps cannot be made. ${first.obstacles[0]!.sentence}`
    : `${open === 1 ? '1 conflict is open; resolve it' : `${open} conflicts are open; resolve each`} for PRESENT or FORMER.`;
}
