import { ObjectType } from 'type-graphql';
import { mapVersioned, type VersionedClass, type VersionedOptions } from '../core/versioned.js';
import { shapeOf } from './entity-shape.js';
import { Node, VersionedEntity } from './versioned-type.js';

/**
 * Makes a subclass of VersionedEntity a versioned entity: mapped, soft-deletable, recorded, and a GraphQL type that
 * implements `Versioned`. Its operations come from {@link VersionedResolver}.
 */
export function Versioned(options: VersionedOptions = {}): ClassDecorator {
  return (target) => {
    const entity = target as never as VersionedClass;
    const isShown = (name: string) => shapeOf(entity).some(({ property }) => property.name === name);
    mapVersioned(entity, { ...options, isShown });
    ObjectType({ implements: [Node, VersionedEntity] })(target);
  };
}
