import type { Dialect, OperationName } from '../dialect.js';
import type { Input } from '../workload.js';

/** An operation as a document, the same for all requests. */
export interface GraphqlOperation {
  readonly query: string;
  variables(input: Input): Record<string, unknown>;
  /** Brings the data, which its parameter has the type of, into the form in which answers are compared. */
  read(data: unknown): unknown;
}

/** The dialect of a GraphQL server. */
export function graphqlDialect(operations: Partial<Record<OperationName, GraphqlOperation>>): Dialect {
  const beginnings = new Map(
    Object.entries(operations).map(([name, { query }]) => [name, `{"query":${JSON.stringify(query)},"variables":`]),
  );
  return {
    knows: (operation) => operations[operation] !== undefined,
    ask: (operation, input) => ({
      path: '/graphql',
      body: `${beginnings.get(operation)}${JSON.stringify(operations[operation]!.variables(input))}}`,
    }),
    read: (operation, answer) => operations[operation]!.read((answer as { data: unknown }).data),
  };
}
