import {
  type FieldNode,
  GraphQLError,
  type GraphQLAbstractType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isObjectType,
} from 'graphql';
import { inspect } from 'graphql/jsutils/inspect.js';

/** The field that gives an object of an abstract type. */
interface GivingField {
  readonly nodes: readonly FieldNode[];
  readonly place: string;
}

/**
 * The type of an object that a field of an interface or a union gives, with the messages of graphql-js.
 *
 * @param name what `resolveType` says of it
 * @throws GraphQLError where that is none of its types
 */
export function runtimeType(
  type: GraphQLAbstractType,
  name: unknown,
  value: unknown,
  { nodes, place }: GivingField,
  schema: GraphQLSchema,
): GraphQLObjectType {
  if (name === null || name === undefined) {
    const message = `Abstract type "${type.name}" must resolve to an Object type at runtime for field "${place}". Either the "${type.name}" type should provide a "resolveType" function or each possible type should provide an "isTypeOf" function.`;
    throw new GraphQLError(message, { nodes });
  }
  if (isObjectType(name)) {
    throw new GraphQLError(
      'Support for returning GraphQLObjectType from resolveType was removed in graphql-js@16.0.0 please return type name instead.',
    );
  }
  if (typeof name !== 'string') {
    throw new GraphQLError(
      `Abstract type "${type.name}" must resolve to an Object type at runtime for field "${place}" with value ${inspect(value)}, received "${inspect(name)}".`,
    );
  }
  const found = schema.getType(name);
  if (!found) {
    const message = `Abstract type "${type.name}" was resolved to a type "${name}" that does not exist inside the schema.`;
    throw new GraphQLError(message, { nodes });
  }
  if (!isObjectType(found)) {
    const message = `Abstract type "${type.name}" was resolved to a non-object type "${name}".`;
    throw new GraphQLError(message, { nodes });
  }
  if (!schema.isSubType(type, found)) {
    const message = `Runtime Object type "${found.name}" is not a possible type for "${type.name}".`;
    throw new GraphQLError(message, { nodes });
  }
  return found;
}
