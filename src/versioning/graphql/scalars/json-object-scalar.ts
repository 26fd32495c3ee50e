import { GraphQLScalarType, Kind } from 'graphql';
import { badValue } from './bad-value.js';
import { jsonLiteral } from './json-literal.js';
import { storableJson } from './json-scalar.js';

const expected = 'JSONObject expects a JSON object.';

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fromUnknown(value: unknown): Record<string, unknown> {
  if (!isObject(value)) throw badValue(expected);
  return value;
}

export const JSONObjectScalar = new GraphQLScalarType<Record<string, unknown>, Record<string, unknown>>({
  name: 'JSONObject',
  description: 'A JSON object. A number that a double cannot hold exactly is refused, not rounded.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc8259',
  serialize(value) {
    if (!isObject(value)) throw new TypeError('A JSONObject is no object.');
    return value;
  },
  parseValue: (value) => storableJson(fromUnknown(value), 'JSONObject'),
  parseLiteral(node, variables) {
    if (node.kind !== Kind.OBJECT) throw badValue(expected, node);
    return fromUnknown(jsonLiteral(node, variables));
  },
});
