import type { VersionedClass } from '../../model/map-versioned.js';
import type { AnnouncedChange } from '../../record/recording/announced-change.js';

/** What a derived mutation does to one record of an entity, as its field's extension `makes` says it. */
export interface DerivedChange {
  readonly operation: AnnouncedChange['operation'];
  readonly entity: VersionedClass;
}

const derived = new WeakMap<object, DerivedChange>();

/** Says that a resolver's method does nothing but make one change to a record as its input says, and answer it. */
export function markDerivedChange(method: object, change: DerivedChange): void {
  derived.set(method, change);
}

/** What change a resolver's method makes, where it does nothing else; undefined for any other. */
export function derivedChangeOf(method: object): DerivedChange | undefined {
  return derived.get(method);
}
