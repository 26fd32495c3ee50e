import { getMetadataStorage } from 'type-graphql';

const derived = new WeakSet<object>();

/** Says that a field's resolver is derived from its entity: what it reads is known. */
export function markDerived(resolve: object): void {
  derived.add(resolve);
}

/**
 * Whether a program has written a `@FieldResolver()` or a middleware for a field of an entity, also of one that is stored.
 * Such code may read whatever the record holds.
 *
 * @param property as the entity calls it
 */
export function hasOwnResolver(entity: Function, property: string): boolean {
  const { fieldResolvers, middlewares } = getMetadataStorage();
  return (
    fieldResolvers.some(
      ({ target, methodName, getObjectType }) =>
        methodName === property &&
        getObjectType?.() === entity &&
        !derived.has((target.prototype as Record<string, object>)[methodName]!),
    ) || middlewares.some(({ target, fieldName }) => fieldName === property && isOf(entity, target))
  );
}

function isOf(entity: Function, declaredIn: Function): boolean {
  return entity === declaredIn || entity.prototype instanceof declaredIn;
}
