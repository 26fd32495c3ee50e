import type { EntityMetadata } from '@mikro-orm/core';
import { DomainError } from '../errors/domain-error.js';
import { modelOf } from '../model/entity-model.js';
import type { Decisions } from './merge-fields.js';
import { isLiving, type RecordSides } from './record-sides.js';
import type { UndoChoice, UndoResolution } from './undo-request.js';

const undecided: Decisions = new Map();

/**
 * What is decided, by record.
 *
 * @param metaOf the entity of a record that the change set changed; null where it is unknown here, undefined for any other
 * @throws DomainError NOT_FOUND for a record that the change set did not change; BAD_USER_INPUT for a field that is none, and
 *   where one is decided in both ways
 */
export function decisions(
  resolutions: readonly UndoResolution[],
  metaOf: (entityId: string) => EntityMetadata | null | undefined,
): (entityId: string) => Decisions {
  const decided = new Map<string, Map<string, UndoChoice>>();
  for (const { entityId, field, keep } of resolutions) {
    const meta = metaOf(entityId);
    if (meta === undefined) {
      const message = `resolutions: the change set did not change the record ${JSON.stringify(entityId)}.`;
      throw new DomainError('NOT_FOUND', message, { field: 'resolutions' });
    }
    const names = meta ? namesOf(meta) : [];
    if (!names.includes(field)) {
      const known = names.length > 0 ? `it has ${names.join(', ')}` : 'its entity is unknown here';
      const message = `resolutions: ${JSON.stringify(field)} is nothing of the record ${entityId} that can be decided; ${known}.`;
      throw new DomainError('BAD_USER_INPUT', message, { field: 'resolutions' });
    }
    const of = decided.get(entityId) ?? new Map<string, UndoChoice>();
    if ((of.get(field) ?? keep) !== keep) {
      const message = `resolutions: ${field} of the record ${entityId} is decided in both ways.`;
      throw new DomainError('BAD_USER_INPUT', message, { field: 'resolutions' });
    }
    decided.set(entityId, of.set(field, keep));
  }
  return (entityId) => decided.get(entityId) ?? undecided;
}

/**
 * Refuses what is decided of fields that are no matter of an undo: nobody would notice that it decides nothing. Where undoing deletes
 * a record, all that others may have changed since is one.
 *
 * @throws DomainError BAD_USER_INPUT that says what the change set changed
 */
export function expectMeaning({ meta, record, base, after, changed }: RecordSides, decided: Decisions): void {
  if (!isLiving(base)) return;
  const fields = modelOf(meta).shown.filter(({ column }) => changed.has(column));
  const names = [...fields.map(({ name }) => name), ...(isLiving(after) ? [] : ['deletedAt'])];
  const other = [...decided.keys()].find((name) => !names.includes(name));
  if (other === undefined) return;
  const what = names.length > 0 ? names.join(', ') : 'no field';
  const message = `resolutions: the change set changed ${what} of the ${meta.className} ${record.id}, and not ${other}.`;
  throw new DomainError('BAD_USER_INPUT', message, { field: 'resolutions' });
}

/** What conflicts can be about. */
function namesOf(meta: EntityMetadata): readonly string[] {
  const [fields, owned] = [modelOf(meta).shown, modelOf(meta).owned];
  return [...[...fields, ...owned].map(({ name }) => name), 'deletedAt'];
}
