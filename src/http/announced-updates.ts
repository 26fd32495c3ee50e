import {
  type FieldNode,
  getArgumentValues,
  type GraphQLField,
  type GraphQLObjectType,
  getVariableValues,
  getNamedType,
  isLeafType,
  isObjectType,
} from 'graphql';
import { type AnnouncedUpdate, hasOwnResolver, type VersionedClass } from '../versioning/index.js';
import type { OperationRequest } from './operation-request.js';
import { rootFields } from './root-fields.js';

/**
 * The updates of an operation that does nothing else, so that they can be made in one step: fields that are executed one
 * after the other cannot tell, as long as none of them looks at anything but its own record's values.
 *
 * @param variables as they were sent
 * @returns nothing where there is anything else in the operation
 */
export function announcedUpdates({
  schema,
  document,
  operation,
  variables,
  orm,
}: OperationRequest): readonly AnnouncedUpdate[] {
  const { coerced = {} } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  const nodes = rootFields(document, operation.selectionSet, coerced);
  if (nodes.length < 2) return [];
  const updates = nodes.map((node) => updateOf({ schema, document, orm, variables: coerced }, node));
  return updates.includes(undefined) ? [] : (updates as AnnouncedUpdate[]);
}

type Operation = Pick<OperationRequest, 'schema' | 'document' | 'orm' | 'variables'>;

function updateOf(operation: Operation, node: FieldNode): AnnouncedUpdate | undefined {
  const field = operation.schema.getMutationType()!.getFields()[node.name.value];
  const entity = field?.extensions.updates as VersionedClass | undefined;
  if (!entity || !asksForItsValues(operation, node, field!, entity)) return undefined;
  const { input } = getArgumentValues(field!, node, operation.variables) as { input: Omit<AnnouncedUpdate, 'entity'> };
  const { id, expectedVersion, patch } = input;
  return { entity, id, expectedVersion, patch };
}

/** Whether an answer is made of the values that the record itself has, and nothing computed. */
function asksForItsValues(
  { document, orm, variables }: Operation,
  node: FieldNode,
  { type }: GraphQLField<unknown, unknown>,
  entity: VersionedClass,
): boolean {
  const { properties } = orm.getMetadata().get(entity);
  const fieldsBelow = (below: FieldNode) => rootFields(document, below.selectionSet!, variables);
  return fieldsBelow(node).every((answer) => {
    if (answer.name.value === '__typename') return true;
    const record = (getNamedType(type) as GraphQLObjectType).getFields()[answer.name.value];
    const of = record && getNamedType(record.type);
    if (!isObjectType(of) || of.name !== entity.name) return false;
    return fieldsBelow(answer).every(({ name: { value: name } }) => {
      const value = of.getFields()[name];
      if (!value) return name === '__typename';
      return isLeafType(getNamedType(value.type)) && name in properties && !hasOwnResolver(entity, name);
    });
  });
}
