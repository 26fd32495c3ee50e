import { DomainError } from '../errors/domain-error.js';
import { listed } from './listed.js';
import type { UndoPlan, UndoStep } from './undo-plan.js';
import type { UndoRequest } from './undo-request.js';

/** Why a plan cannot be made. @throws DomainError BAD_USER_INPUT that names what would have to be asked for otherwise */
export function expectPossible({ steps }: Pick<UndoPlan, 'steps'>, { only }: UndoRequest): void {
  const refused = (message: string, field: string) => new DomainError('BAD_USER_INPUT', message, { field });
  if (steps.length === 0) throw refused('There is nothing left to undo.', only ? 'only' : 'changeSet');
  const blocked = steps.filter(({ obstacles }) => obstacles.length > 0);
  const [first] = blocked;
  if (first) {
    const message = `${blocked.length} of ${steps.length} steps cannot be made. ${first.obstacles[0]!.sentence} That is in the way of ${named(first)}.`;
    throw refused(message, 'changeSet');
  }
  const open = steps.flatMap(({ conflicts, ...step }) => conflicts.map(({ field }) => `${field} of ${named(step)}`));
  if (open.length === 0) return;
  const [are, each] = open.length === 1 ? ['1 conflict is open', 'it'] : [`${open.length} conflicts are open`, 'each'];
  throw refused(`${are}: ${listed(open)}. Resolve ${each} for PRESENT or FORMER.`, 'resolutions');
}

function named({ entityType, entityId }: Pick<UndoStep, 'entityType' | 'entityId'>): string {
  return `the ${entityType} ${entityId}`;
}
