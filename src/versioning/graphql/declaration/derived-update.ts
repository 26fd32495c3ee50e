import type { VersionedClass } from '../../model/map-versioned.js';

const derived = new WeakMap<object, VersionedClass>();

/** Says that a resolver's method does nothing but update a record of an entity as its input says, and answer it. */
export function markDerivedUpdate(method: object, entity: VersionedClass): void {
  derived.set(method, entity);
}

/** The entity whose records a resolver's method updates, where it does nothing else; undefined for any other. */
export function derivedUpdateOf(method: object): VersionedClass | undefined {
  return derived.get(method);
}
