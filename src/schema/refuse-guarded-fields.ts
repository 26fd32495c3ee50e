import { getMetadataStorage } from 'type-graphql';
import { DeclarationError, isVersioned, stateFieldsOf, type VersionedClass } from '../versioning/index.js';

/**
 * Refuses `@Authorized` on what an entity stores: TypeGraphQL asks it where that field is selected and nowhere else, while
 * `history`, `diff`, `blame`, filters, orders, cursors and conflicts tell the same value to every role.
 *
 * @throws DeclarationError for such fields, and for such a `@FieldResolver()` in place of one
 */
export function refuseGuardedFields(): void {
  const entities = getMetadataStorage()
    .objectTypes.map(({ target }) => target)
    .filter(isVersioned);
  const guarded = entities.flatMap((entity) =>
    stateFieldsOf(entity)
      .filter(({ property }) => isGuarded(entity, property))
      .map(({ property }) => `${entity.name}.${property}`),
  );
  if (guarded.length === 0) return;
  throw new DeclarationError(
    `@Authorized() cannot be on what is stored (${guarded.join(', ')}): it would guard the field alone, while history, filters and conflicts tell its value. Leave out its @Field() and give it a computed one with @Authorized(), or make it @Sensitive().`,
  );
}

function isGuarded(entity: VersionedClass, property: string): boolean {
  const { fields, fieldResolvers } = getMetadataStorage();
  return (
    fields.some(({ target, name, roles }) => target === entity && name === property && roles) ||
    fieldResolvers.some(
      ({ methodName, roles, getObjectType }) => methodName === property && roles && getObjectType?.() === entity,
    )
  );
}
