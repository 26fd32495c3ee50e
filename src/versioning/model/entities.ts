import type { EntityMetadata, MetadataStorage } from '@mikro-orm/core';
import { isVersioned, type VersionedClass } from './map-versioned.js';

/** What knows the mapped entities: an entity manager, or the ORM itself. */
interface Mapped {
  getMetadata(): MetadataStorage;
}

/** The mapping of a class, as the ORM has discovered it. */
export function entityOf(mapped: Mapped, entity: VersionedClass): EntityMetadata {
  return mapped.getMetadata().get(entity) as EntityMetadata;
}

/** The mappings of all entities, tables of the kernel's own included. */
export function allEntities(mapped: Mapped): EntityMetadata[] {
  return [...mapped.getMetadata()];
}

/** The mappings of the versioned entities. */
export function versionedEntities(mapped: Mapped): EntityMetadata[] {
  return allEntities(mapped).filter((meta) => isVersioned(meta.class));
}
