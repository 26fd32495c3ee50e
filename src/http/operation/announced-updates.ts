import { getNamedType, isLeafType } from 'graphql';
import {
  Actor,
  type AnnouncedUpdate,
  ChangeSetType,
  hasOwnResolver,
  type SelectedField,
  Selection,
  type VersionedClass,
} from '../../versioning/index.js';
import type { OperationRequest } from './operation-request.js';

/**
 * The updates of an operation that does nothing else, so that they can be made in one step: fields that are executed one
 * after the other cannot tell, as long as none of them looks at anything but its own record's values.
 *
 * @returns nothing where there is anything else in the operation
 */
export function announcedUpdates({
  schema,
  document,
  operation,
  coerced: variables,
  orm,
}: OperationRequest): readonly AnnouncedUpdate[] {
  const selection = new Selection({ schema, document, operation, variables });
  const fields = selection.roots();
  if (fields.length < 2) return [];
  const updates = fields.map((field) => updateOf(selection, orm, field));
  return updates.includes(undefined) ? [] : (updates as AnnouncedUpdate[]);
}

type Orm = OperationRequest['orm'];

function updateOf(selection: Selection, orm: Orm, field: SelectedField): AnnouncedUpdate | undefined {
  const entity = field.definition.extensions.updates as VersionedClass | undefined;
  if (!entity || !asksForItsValues(selection, orm, field, entity)) return undefined;
  const { input } = selection.arguments(field) as { input: Omit<AnnouncedUpdate, 'entity'> };
  const { id, expectedVersion, patch } = input;
  return { entity, id, expectedVersion, patch };
}

/** Whether an answer is made of the values that the record itself and its change set have, and nothing computed. */
function asksForItsValues(selection: Selection, orm: Orm, field: SelectedField, entity: VersionedClass): boolean {
  const { properties } = orm.getMetadata().get(entity);
  const isItsOwn = (of: Function, { definition: { name, type } }: SelectedField) =>
    isLeafType(getNamedType(type)) && !hasOwnResolver(of, name);
  return fieldsBelow(selection, field).every((answer) => {
    const below = fieldsBelow(selection, answer);
    switch (getNamedType(answer.definition.type).name) {
      case entity.name:
        return below.every((value) => isItsOwn(entity, value) && value.definition.name in properties);
      case 'ChangeSet':
        return below.every((value) => {
          const isActor = getNamedType(value.definition.type).name === 'Actor';
          return isActor
            ? fieldsBelow(selection, value).every((name) => isItsOwn(Actor, name))
            : isItsOwn(ChangeSetType, value);
        });
      default:
        return false;
    }
  });
}

/** What is selected below a field, but for what its type is called. */
function fieldsBelow(selection: Selection, field: SelectedField): SelectedField[] {
  const below = selection.types(field).flatMap((type) => selection.below(field, type));
  return below.filter(({ definition }) => definition.name !== '__typename');
}
