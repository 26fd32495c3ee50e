import { type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';

/** The schema as the text of schema.graphql, sorted, so that its diff shows what changed and nothing else. */
export function printedSchema(schema: GraphQLSchema): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}
