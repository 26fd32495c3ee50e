import { getNamedType, isLeafType } from 'graphql';
import {
  Actor,
  type AnnouncedChange,
  ChangeSetType,
  type DerivedChange,
  type FieldValues,
  hasOwnResolver,
  Operation,
  type SelectedField,
  Selection,
  type VersionedClass,
} from '../../versioning/index.js';
import type { OperationRequest } from './operation-request.js';

/**
 * The changes of an operation that does nothing else, so that they can be made in one step: fields that are executed one
 * after the other cannot tell, as long as none of them looks at anything but its own record's values.
 *
 * @returns nothing where there is anything else in the operation
 */
export function announcedChanges({
  schema,
  document,
  operation,
  coerced: variables,
  orm,
}: OperationRequest): readonly AnnouncedChange[] {
  const selection = new Selection({ schema, document, operation, variables });
  const fields = selection.roots();
  if (fields.length < 2) return [];
  const changes = fields.map((field) => changeOf(selection, orm, field));
  return changes.includes(undefined) ? [] : (changes as AnnouncedChange[]);
}

type Orm = OperationRequest['orm'];

/** The inputs of all derived changes. */
interface Input {
  readonly id: string;
  readonly expectedVersion: number;
  readonly patch: FieldValues;
  readonly reason?: string | null;
}

function changeOf(selection: Selection, orm: Orm, field: SelectedField): AnnouncedChange | undefined {
  const makes = field.definition.extensions.makes as DerivedChange | undefined;
  if (!makes || !asksForItsValues(selection, orm, field, makes.entity)) return undefined;
  const { operation, entity } = makes;
  const { input } = selection.arguments(field) as { input: Input };
  const { id, expectedVersion, patch } = input;
  switch (operation) {
    case Operation.CREATE:
      return { operation, entity, values: createdWith(input) };
    case Operation.UPDATE:
      return { operation, entity, id, expectedVersion, values: patch };
    case Operation.DELETE:
      return { operation, entity, id, expectedVersion };
  }
}

/** All that is said of a new record, which may have fields of any name. */
function createdWith(input: Input): FieldValues {
  const { reason: _, ...values } = input;
  return { ...values };
}

/** Whether an answer is made of the values that the record itself and its change set have, and nothing computed. */
function asksForItsValues(selection: Selection, orm: Orm, field: SelectedField, entity: VersionedClass): boolean {
  const { properties } = orm.getMetadata().get(entity);
  // What a record is known by is told from what it holds.
  const isStored = (name: string) => name === 'key' || name in properties;
  const isItsOwn = (of: Function, { definition: { name, type } }: SelectedField) =>
    isLeafType(getNamedType(type)) && !hasOwnResolver(of, name);
  return fieldsBelow(selection, field).every((answer) => {
    const below = fieldsBelow(selection, answer);
    switch (getNamedType(answer.definition.type).name) {
      case entity.name:
        return below.every((value) => isItsOwn(entity, value) && isStored(value.definition.name));
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
