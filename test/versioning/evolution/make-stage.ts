import { Cascade, type EntityClass } from '@mikro-orm/core';
import { OneToMany, Property } from '@mikro-orm/decorators/legacy';
import { Field } from 'type-graphql';
import { entityOf, type Fields, mapped } from '../../database/migration/entity-of.js';
import type { Made, Others, Stage } from './stage.js';

/** Makes the classes of a stage. */
export function makeStage(stage: Stage): Made {
  const others = {} as Others;
  let entity!: EntityClass<object>;
  const owned = (name: string): Fields =>
    stage.owner === name ? { deals: owning(() => entity, name.toLowerCase()) } : {};
  others.customer = other('Customer', owned('Customer'));
  others.partner = other('Partner', owned('Partner'));
  const fields = stage.fields(others);
  const decorated = Object.entries(fields).map(([name, { decorators }]) => [
    name,
    [...decorators, ...(stage.was?.[name] ? [stage.was[name]] : [])],
  ]);
  entity = entityOf(stage.name, Object.fromEntries(decorated) as never, ...(stage.wasNamed ? [stage.wasNamed] : []));
  return { entities: [entity, others.customer, others.partner], fields };
}

/** The classes of those that are left when the entity is no more. */
export function makeOthers(): EntityClass<object>[] {
  return [other('Customer', {}), other('Partner', {})];
}

function other(name: string, fields: Fields): EntityClass<object> {
  const shown = [mapped(() => Property({ type: 'string' })), Field(() => String) as PropertyDecorator];
  return entityOf(name, { name: shown, ...fields });
}

function owning(entity: () => EntityClass<object>, mappedBy: string): PropertyDecorator {
  return mapped(() =>
    OneToMany({ entity: entity as never, mappedBy: mappedBy as never, cascade: [Cascade.PERSIST, Cascade.REMOVE] }),
  );
}
