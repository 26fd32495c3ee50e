import { defaultFieldResolver, type GraphQLSchema, isInputObjectType } from 'graphql';
import { AsOf, asOfArgument, checkingInstant } from '../versioning/index.js';

/**
 * Makes of `AsOf` an input that takes one of its keys, which TypeGraphQL cannot say, and has each query that takes an instant
 * look first whether it can be answered.
 */
export function declareInstants(schema: GraphQLSchema): void {
  const type = schema.getType(AsOf.name);
  if (isInputObjectType(type)) type.isOneOf = true;
  for (const field of Object.values(schema.getQueryType()?.getFields() ?? {})) {
    if (!field.args.some(({ name }) => name === asOfArgument)) continue;
    field.resolve = checkingInstant(field.resolve ?? defaultFieldResolver) as never;
  }
}
