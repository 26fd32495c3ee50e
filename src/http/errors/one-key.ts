import { type GraphQLInputObjectType, type GraphQLSchema, isInputObjectType } from 'graphql';

/** How graphql-js refuses a literal of a type that takes one key. */
const refusals = /^(?:OneOf Input Object "(\w+)" must specify exactly one key|Field "(\w+)\.\w+" must be non-null)\.$/;

/** What an input is told that takes exactly one of its keys, and has none, several, or null. */
export function oneKeySentence(place: string, type: GraphQLInputObjectType): string {
  return `${place}: give exactly one of ${Object.keys(type.getFields()).toSorted().join(', ')}.`;
}

/** The type of which a literal has not exactly one key, where a message of graphql-js says so. */
export function oneKeyType(message: string, schema: GraphQLSchema): GraphQLInputObjectType | undefined {
  const [, several, none] = refusals.exec(message) ?? [];
  const type = schema.getType(several ?? none ?? '');
  return isInputObjectType(type) && type.isOneOf ? type : undefined;
}
