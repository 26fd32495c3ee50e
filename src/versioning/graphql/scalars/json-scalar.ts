import { GraphQLScalarType } from 'graphql';
import { badValue } from './bad-value.js';
import { jsonLiteral } from './json-literal.js';
import { findUnstorable } from '../../values/storable-value.js';

/**
 * Gives a JSON value back as it is.
 *
 * @param value what came in a variable
 * @param name how the value is called in the error
 * @throws GraphQLError (BAD_USER_INPUT) where PostgreSQL could not hold it exactly
 */
export function storableJson<T>(value: T, name: string): T {
  const sentence = findUnstorable(value, name);
  if (sentence) throw badValue(sentence);
  return value;
}

export const JSONScalar = new GraphQLScalarType<unknown, unknown>({
  name: 'JSON',
  description: 'Any JSON value. A number that a double cannot hold exactly is refused, not rounded.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc8259',
  serialize: (value) => value,
  parseValue: (value) => storableJson(value, 'JSON'),
  parseLiteral: (node, variables) => jsonLiteral(node, variables),
});
