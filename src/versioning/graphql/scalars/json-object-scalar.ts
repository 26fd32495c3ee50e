import { GraphQLScalarType, Kind } from 'graphql';
import { isJsonObject } from '../../values/json-object.js';
import { UnreadableValue } from '../../values/unreadable-value.js';
import { badValue } from './bad-value.js';
import { jsonLiteral } from './json-literal.js';
import { storableJson } from './json-scalar.js';

const expected = 'JSONObject expects a JSON object.';

function fromUnknown(value: unknown): Record<string, unknown> {
  if (!isJsonObject(value)) throw badValue(expected);
  return value;
}

export const JSONObjectScalar = new GraphQLScalarType<Record<string, unknown>, Record<string, unknown>>({
  name: 'JSONObject',
  description: 'A JSON object. A number that a double cannot hold exactly is refused, not rounded.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc8259',
  serialize(value) {
    if (value instanceof UnreadableValue) return value.instead('JSONObject, or nested too deeply');
    if (!isJsonObject(value)) throw new TypeError('A JSONObject is no object.');
    return value;
  },
  parseValue: (value) => storableJson(fromUnknown(value), 'JSONObject'),
  parseLiteral(node, variables) {
    if (node.kind !== Kind.OBJECT) throw badValue(expected, node);
    return fromUnknown(jsonLiteral(node, variables));
  },
});
