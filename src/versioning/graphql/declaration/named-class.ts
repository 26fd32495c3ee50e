import type { Ctx } from 'type-graphql';

/**
 * A class made at run time, named as its GraphQL type: TypeGraphQL's decorators are functions and take it like any
 * other.
 */
export function namedClass(name: string, base: new () => object = Object): new () => object {
  return { [name]: class extends base {} }[name]!;
}

/** Decorates a method of a class made at run time as a field with a resolver of its own. */
export function method(
  target: new () => object,
  name: string,
  body: (this: never, ...args: never[]) => unknown,
  ...decorators: readonly (MethodDecorator | PropertyDecorator)[]
): void {
  Object.defineProperty(target.prototype, name, { value: body, configurable: true, writable: true });
  for (const decorate of decorators) {
    (decorate as MethodDecorator)(
      target.prototype as object,
      name,
      Object.getOwnPropertyDescriptor(target.prototype, name)!,
    );
  }
}

/** Decorates one parameter of a method of a class made at run time. */
export function parameter(decorate: ReturnType<typeof Ctx>, index: number): PropertyDecorator {
  return (target, property) => decorate(target, property, index);
}
