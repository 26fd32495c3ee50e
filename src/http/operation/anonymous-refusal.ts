import {
  type ExecutionResult,
  type FieldNode,
  GraphQLError,
  type GraphQLSchema,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import { AccessRefused } from '../../auth/auth-error.js';
import type { RequestContext } from '../request/request-context.js';

/**
 * The answer to an operation that asks, without a token, for nothing but fields that need one: the same that executing
 * it gives, before its variables are worked out. Fragments at the uppermost level are left for the execution.
 *
 * @returns undefined where the operation is to be executed
 */
export function anonymousRefusal(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  { claims }: RequestContext,
): ExecutionResult | undefined {
  if (claims) return undefined;
  const type = schema.getRootType(operation.operation);
  const { selections } = operation.selectionSet;
  const nodes = selections.filter((node): node is FieldNode => node.kind === Kind.FIELD && !node.directives?.length);
  const fields = nodes.flatMap((node) => type?.getFields()[node.name.value] ?? []);
  if (fields.length < selections.length || fields.some(({ extensions }) => isPublic(extensions.access))) {
    return undefined;
  }
  const refused = operation.operation === 'mutation' || fields.some((field) => isNonNullType(field.type));
  return {
    data: refused ? null : Object.fromEntries(nodes.map((node) => [nameOf(node), null])),
    errors: nodes.map((node) => {
      const originalError = new AccessRefused('UNAUTHENTICATED', 'This needs a bearer token; sign in first.');
      return new GraphQLError(originalError.message, { nodes: node, path: [nameOf(node)], originalError });
    }),
  };
}

/** A field without a word is open to everybody, as for TypeGraphQL. */
function isPublic(words: unknown): boolean {
  return !Array.isArray(words) || words.length === 0 || words.includes('PUBLIC');
}

function nameOf({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}
