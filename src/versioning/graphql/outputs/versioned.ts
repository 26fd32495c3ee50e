import { ObjectType } from 'type-graphql';
import { mapVersioned, type VersionedClass, type VersionedOptions } from '../../model/map-versioned.js';
import { apiFieldsOf } from '../declaration/api-field.js';
import { JSONObjectScalar } from '../scalars/json-object-scalar.js';
import { Node, VersionedEntity } from './versioned-interface.js';

/**
 * Makes a subclass of VersionedEntity a versioned entity: mapped, soft-deletable, recorded, and a GraphQL type that
 * implements `Versioned`. Its operations come from {@link VersionedResolver}.
 */
export function Versioned(options: VersionedOptions = {}): ClassDecorator {
  return (target) => {
    const entity = target as never as VersionedClass;
    const fieldOf = (name: string) => apiFieldsOf(entity).find(({ property }) => property === name);
    const isShown = (name: string) => fieldOf(name) !== undefined;
    const isObject = (name: string) => fieldOf(name)?.declaration?.getType() === JSONObjectScalar;
    mapVersioned(entity, { ...options, isShown, isObject });
    ObjectType({ implements: [Node, VersionedEntity] })(target);
  };
}
