import type { EntityMetadata } from '@mikro-orm/core';
import { DomainError } from '../errors/domain-error.js';
import { isVersioned } from './map-versioned.js';

/**
 * The entity that a filter names as clients know it (`Post`).
 *
 * @param place of the name: `types`, `entityType`
 * @param others names that are asked for in other ways
 * @throws DomainError BAD_USER_INPUT where there is none: an empty list would look like an answer
 */
export function entityNamed(
  metas: readonly EntityMetadata[],
  name: string,
  place: string,
  others: readonly string[] = [],
): EntityMetadata {
  const meta = metas.find(({ className }) => className === name);
  if (meta) return meta;
  const versioned = metas.filter((known) => isVersioned(known.class)).map(({ className }) => className);
  const there = [...versioned.toSorted(), ...others].join(', ');
  const message = `${place}: there is no type ${JSON.stringify(name)}; there are ${there}.`;
  throw new DomainError('BAD_USER_INPUT', message, { field: place });
}
