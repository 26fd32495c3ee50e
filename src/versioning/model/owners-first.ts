import type { EntityMetadata } from '@mikro-orm/core';
import { modelOf } from './entity-model.js';

/** The same entities, each after those that own it; where that says nothing, by name. */
export function ownersFirst(entities: readonly EntityMetadata[]): EntityMetadata[] {
  const depths = new Map(entities.map((meta) => [meta, ownershipDepth(meta)]));
  return entities.toSorted((a, b) => depths.get(a)! - depths.get(b)! || (a.className < b.className ? -1 : 1));
}

/** How many owners stand above an entity at most; one that owns itself, as in a tree, counts once. */
function ownershipDepth(meta: EntityMetadata, below: readonly EntityMetadata[] = []): number {
  if (below.includes(meta)) return 0;
  return Math.max(0, ...modelOf(meta).owners.map(({ target }) => 1 + ownershipDepth(target!, [...below, meta])));
}
