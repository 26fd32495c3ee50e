import type { EntityMetadata } from '@mikro-orm/core';
import { DomainError } from '../errors/domain-error.js';

/**
 * The entity that a filter names as clients know it (`Post`).
 *
 * @param place of the name: `types`, `entityType`
 * @throws DomainError BAD_USER_INPUT where there is none: an empty list would look like an answer
 */
export function entityNamed(metas: readonly EntityMetadata[], name: string, place: string): EntityMetadata {
  const meta = metas.find(({ className }) => className === name);
  if (meta) return meta;
  throw new DomainError('BAD_USER_INPUT', `${place}: there is no type ${JSON.stringify(name)}.`, { field: place });
}
