import type { EntityMetadata } from '@mikro-orm/core';
import { modelOf } from './entity-model.js';

/** Entities and all that they own, directly or not. */
export function withOwned(metas: readonly EntityMetadata[]): EntityMetadata[] {
  const met = new Set(metas);
  // What is added on the way is come to as well.
  for (const meta of met) for (const { child } of modelOf(meta).owned) met.add(child);
  return [...met];
}
