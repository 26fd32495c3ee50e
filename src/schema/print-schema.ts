import { type GraphQLSchema, printSchema } from 'graphql';

/** The schema as the text of schema.graphql. */
export function printedSchema(schema: GraphQLSchema): string {
  return `${printSchema(schema)}\n`;
}
