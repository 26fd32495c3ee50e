import { type DocumentNode, type GraphQLSchema, type OperationDefinitionNode, OperationTypeNode } from 'graphql';
import { operationParameters } from '../../versioning/index.js';

/** What executions of an operation have in common for which the same is worked out. */
export interface OperationShape {
  /** The variables, with parameters in place of those values that decide nothing. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** The same for the same shape; undefined where that hardly comes again. */
  readonly text: string | undefined;
}

const longest = 4000;

/**
 * The shape of a query. What a mutation is asked to write is another each time.
 *
 * @param variables the coerced ones
 */
export function operationShape(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): OperationShape {
  if (operation.operation !== OperationTypeNode.QUERY) return { parameters: variables, text: undefined };
  const parameters = operationParameters(schema, document, operation, variables);
  const text = printed(parameters);
  return { parameters, text: text.length <= longest ? text : undefined };
}

/** JSON has no big integers. */
function printed(parameters: object): string {
  return JSON.stringify(parameters, (_name, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
}
