import type { GraphQLFieldResolver } from 'graphql';
import { getMetadataStorage } from 'type-graphql';

/** As graphql-js calls it. */
export type DirectResolver = GraphQLFieldResolver<never, never, never>;

const derived = new WeakMap<object, DirectResolver>();

/**
 * Says that a field's resolver is derived from its entity: what it reads is known.
 *
 * @param method what TypeGraphQL calls
 * @param resolve the same for graphql-js, without what TypeGraphQL does around each call
 */
export function markDerived(method: object, resolve: DirectResolver): void {
  derived.set(method, resolve);
}

/** Says the same of a method that takes the context alone. */
export function Derived(): MethodDecorator {
  return (_type, _name, { value }) => {
    const method = value as unknown as (this: unknown, context: unknown) => unknown;
    markDerived(method, (source: unknown, _args: unknown, context: unknown) => method.call(source, context));
  };
}

/**
 * What a derived field can be resolved by without TypeGraphQL.
 *
 * @param resolver the class that its method is of
 * @returns undefined for a method that a program has written
 */
export function directResolver(resolver: Function, methodName: string): DirectResolver | undefined {
  return derived.get((resolver.prototype as Record<string, object>)[methodName]!);
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
