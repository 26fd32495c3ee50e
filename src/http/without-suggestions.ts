/**
 * Cuts what graphql-js suggests out of a message: names of the schema that are near what was sent. Apollo does so for
 * errors of validation alone, and not for those of values in variables.
 */
export function withoutSuggestions(message: string): string {
  return message.replace(/ ?Did you mean [^]*\?$/, '');
}
