import {
  type ExecutionResult,
  type FieldNode,
  GraphQLError,
  type GraphQLSchema,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql';
import { AccessRefused } from '../../auth/auth-error.js';
import type { RequestContext } from '../request/request-context.js';

/** What an operation asks for under one name of the answer. */
interface Asked {
  readonly name: string;
  readonly nodes: readonly FieldNode[];
  readonly isRequired: boolean;
}

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
  const fields = schema.getRootType(operation.operation)?.getFields() ?? {};
  const { selections } = operation.selectionSet;
  const nodes = selections.filter((node): node is FieldNode => node.kind === Kind.FIELD && !node.directives?.length);
  const definitions = nodes.flatMap(({ name }) => fields[name.value] ?? []);
  if (definitions.length < selections.length || definitions.some(({ extensions }) => isPublic(extensions.access))) {
    return undefined;
  }
  const asked = [...Map.groupBy(nodes, nameOf)].map(([name, of]): Asked => {
    return { name, nodes: of, isRequired: isNonNullType(fields[of[0]!.name.value]!.type) };
  });
  return {
    data: asked.some(({ isRequired }) => isRequired) ? null : Object.fromEntries(asked.map(({ name }) => [name, null])),
    errors: failing(asked, operation).map(({ name, nodes: of }) => {
      const originalError = new AccessRefused('UNAUTHENTICATED', 'This needs a bearer token; sign in first.');
      return new GraphQLError(originalError.message, { nodes: of, path: [name], originalError });
    }),
  };
}

/**
 * What of it is told to have failed: where a value is required, the whole fails with the first such. Mutations are executed
 * one after the other, and none after that; fields of a query all at once, and what may be null has failed before the whole.
 */
function failing(asked: readonly Asked[], { operation }: OperationDefinitionNode): readonly Asked[] {
  const first = asked.findIndex(({ isRequired }) => isRequired);
  if (first < 0) return asked;
  if (operation === OperationTypeNode.MUTATION) return asked.slice(0, first + 1);
  return [...asked.filter(({ isRequired }) => !isRequired), asked[first]!];
}

/** A field without a word is open to everybody, as for TypeGraphQL. */
function isPublic(words: unknown): boolean {
  return !Array.isArray(words) || words.length === 0 || words.includes('PUBLIC');
}

function nameOf({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}
