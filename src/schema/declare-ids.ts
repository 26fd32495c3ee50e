import { GraphQLID, type GraphQLScalarType, type GraphQLSchema } from 'graphql';
import { canonicalId } from '../versioning/index.js';

// Before anything is declared: the type is one for all schemas of the process.
const { parseValue, parseLiteral } = GraphQLID;

/** Lets ids come in upper case, too: wherever one is read, it is from then on what answers have. */
export function declareIds(schema: GraphQLSchema): void {
  const type = schema.getType(GraphQLID.name) as GraphQLScalarType;
  type.parseValue = (value) => canonicalId(parseValue(value));
  type.parseLiteral = (node, variables) => canonicalId(parseLiteral(node, variables));
}
