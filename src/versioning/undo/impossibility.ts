import { listed } from './listed.js';
import type { UndoStep } from './undo-plan.js';

/** The conflicts and obstacles of a plan in a sentence; undefined where there are none. */
export function impossibility(steps: readonly UndoStep[]): string | undefined {
  const open = steps.flatMap(({ conflicts, ...step }) => conflicts.map(({ field }) => `${field} of ${named(step)}`));
  const blocked = steps.filter(({ obstacles }) => obstacles.length > 0);
  if (open.length === 0 && blocked.length === 0) return undefined;
  const [first] = blocked;
  return first
    ? `${blocked.length} of ${steps.length} steps cannot be made. ${first.obstacles[0]!.sentence} That is in the way of ${named(first)}.`
    : `${open.length === 1 ? '1 conflict is open' : `${open.length} conflicts are open`}: ${listed(open)}. Resolve ${open.length === 1 ? 'it' : 'each'} for PRESENT or FORMER.`;
}

function named({ entityType, entityId }: Pick<UndoStep, 'entityType' | 'entityId'>): string {
  return `the ${entityType} ${entityId}`;
}
