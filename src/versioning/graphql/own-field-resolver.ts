import { getMetadataStorage } from 'type-graphql';

const derived = new WeakSet<object>();

/** Says that a field's resolver is derived from its entity: what it reads is known. */
export function markDerived(resolve: object): void {
  derived.add(resolve);
}

/**
 * Whether a program has written a `@FieldResolver()` for a field of an entity, also of one that is stored. Such a
 * resolver may read whatever the record holds.
 *
 * @param property as the entity calls it
 */
export function hasOwnResolver(entity: Function, property: string): boolean {
  return getMetadataStorage().fieldResolvers.some(
    ({ target, methodName, getObjectType }) =>
      methodName === property &&
      getObjectType?.() === entity &&
      !derived.has((target.prototype as Record<string, object>)[methodName]!),
  );
}
