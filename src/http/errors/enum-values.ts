import { type GraphQLEnumType, type GraphQLSchema, isEnumType } from 'graphql';
import { withoutSuggestions } from './graphql-message.js';

/** How graphql-js refuses a literal of an enum. */
const refusals = /^(?:Value "[^"]*" does not exist in "(\w+)" enum|Enum "(\w+)" cannot represent)/;

/** What whoever gives a value that an enum has not is told. */
export function enumSentence(type: GraphQLEnumType): string {
  const names = type.getValues().map(({ name }) => name);
  return `The enum "${type.name}" has ${names.join(', ')}.`;
}

/** A message of graphql-js; where it refuses a literal of an enum, with all that the enum has in place of what is near. */
export function withEnumValues(message: string, schema: GraphQLSchema | undefined): string {
  const [, lacking, other] = refusals.exec(message) ?? [];
  const type = schema?.getType(lacking ?? other ?? '');
  return isEnumType(type) ? `${withoutSuggestions(message)} ${enumSentence(type)}` : message;
}
