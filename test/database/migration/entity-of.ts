import { Entity } from '@mikro-orm/decorators/legacy';
import { Collection, type EntityClass, MetadataStorage, ReferenceKind } from '@mikro-orm/core';
import { Field } from 'type-graphql';
import { sensitiveProperties } from '../../../src/versioning/model/sensitive.js';
import { Versioned, VersionedEntity } from '../../../src/versioning/index.js';

export type Fields = Readonly<Record<string, PropertyDecorator | readonly PropertyDecorator[]>>;

/** A property decorator of MikroORM's, made anew for each property, since it keeps what it is given. */
export function mapped(make: () => (target: never, property: never) => unknown): PropertyDecorator {
  return (target, property) => void make()(target as never, property as never);
}

/** A versioned entity, as a class of that name with these decorators on its properties would be. */
export function entityOf(name: string, fields: Fields, ...decorators: readonly ClassDecorator[]): EntityClass<object> {
  return classOf(name, fields, Versioned(), ...decorators);
}

/** As {@link entityOf}, with all of its fields shown to clients but those that are {@link internal} or sensitive. */
export function shownEntityOf(
  name: string,
  fields: Fields,
  ...decorators: readonly ClassDecorator[]
): EntityClass<object> {
  const made = entityOf(name, fields, ...decorators);
  const sensitive = sensitiveProperties(made);
  for (const [property, ofProperty] of Object.entries(fields)) {
    if (![ofProperty].flat().includes(internal) && !sensitive.has(property))
      Field(() => String)(made.prototype, property);
  }
  return made;
}

/** Marks a field that no client sees. */
export const internal: PropertyDecorator = () => {};

/** An entity of the same table that has lost its history. */
export function unversionedOf(name: string, fields: Fields): EntityClass<object> {
  return classOf(name, fields, Entity());
}

function classOf(name: string, fields: Fields, ...decorators: readonly ClassDecorator[]): EntityClass<object> {
  const made = {
    [name]: class extends VersionedEntity {
      constructor() {
        super();
        for (const property of collectionsOf(made)) Reflect.set(this, property, new Collection(this));
      }
    },
  }[name]!;
  for (const [property, ofProperty] of Object.entries(fields)) {
    for (const decorate of [ofProperty].flat()) decorate(made.prototype, property);
  }
  for (const decorate of decorators) decorate(made);
  return made;
}

/** The properties that a class of the same fields would make collections of. */
function collectionsOf(entity: EntityClass<object>): string[] {
  const { properties } = Reflect.get(entity, MetadataStorage.META_SYMBOL) as {
    properties: Record<string, { kind: string }>;
  };
  const kinds: string[] = [ReferenceKind.MANY_TO_MANY, ReferenceKind.ONE_TO_MANY];
  return Object.entries(properties).flatMap(([name, { kind }]) => (kinds.includes(kind) ? [name] : []));
}
