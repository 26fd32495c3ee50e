import { type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';

/** The schema as the text of schema.graphql, sorted: else the order of imports would show. */
export function printedSchema(schema: GraphQLSchema): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}
