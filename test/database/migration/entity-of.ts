import type { EntityClass } from '@mikro-orm/core';
import { Versioned, VersionedEntity } from '../../../src/versioning/index.js';

export type Fields = Readonly<Record<string, PropertyDecorator | readonly PropertyDecorator[]>>;

/** A property decorator of MikroORM's, made anew for each property, since it keeps what it is given. */
export function mapped(make: () => (target: never, property: never) => unknown): PropertyDecorator {
  return (target, property) => void make()(target as never, property as never);
}

/** A versioned entity, as a class of that name with these decorators on its properties would be. */
export function entityOf(name: string, fields: Fields, ...decorators: readonly ClassDecorator[]): EntityClass<object> {
  const made = { [name]: class extends VersionedEntity {} }[name]!;
  for (const [property, ofProperty] of Object.entries(fields)) {
    for (const decorate of [ofProperty].flat()) decorate(made.prototype, property);
  }
  for (const decorate of [Versioned(), ...decorators]) decorate(made);
  return made;
}
