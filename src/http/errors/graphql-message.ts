/**
 * Cuts the caller's values out of a message of graphql-js, wherever it repeats them. Such a value can be a password.
 *
 * @param message of an error that graphql-js made while parsing, validating or coercing
 */
export function withoutValues(message: string): string {
  return message
    .replace(/ value: [^]*$/, ' value.')
    .replace(/ (has|got) invalid value [^]*$/, ' $1 an invalid value.')
    .replace(/^(Expected value of type "[^"]*"), found [^]*$/, '$1.')
    .replace(/(Unexpected|found) (String|BlockString|Int|Float) "[^]*"/, '$1 $2');
}

/**
 * Cuts what graphql-js suggests out of a message: names of the schema that are near what was sent. Apollo does so for
 * errors of validation alone, and not for those of values in variables.
 */
export function withoutSuggestions(message: string): string {
  return message.replace(/ ?Did you mean [^]*\?$/, '');
}
