import { Kind } from 'graphql';
import type { ValueNode } from 'graphql';
import { badValue } from './bad-value.js';
import { isExactNumber } from '../../values/exact-number.js';
import { maximumNesting, unstorableText } from '../../values/storable-value.js';

type Variables = Readonly<Record<string, unknown>> | null | undefined;

/**
 * The JSON value that a literal in a GraphQL document names.
 *
 * @param node the literal; a variable inside it stands for its value
 * @param variables values of the operation's variables, absent while a document is only validated
 * @throws GraphQLError (BAD_USER_INPUT) where the value could not be held exactly
 */
export function jsonLiteral(node: ValueNode, variables: Variables, depth = 0): unknown {
  switch (node.kind) {
    case Kind.NULL:
      return null;
    case Kind.BOOLEAN:
      return node.value;
    case Kind.STRING:
      return storable(node.value, node);
    case Kind.INT:
    case Kind.FLOAT:
      if (!isExactNumber(node.value)) {
        throw badValue('A number in this JSON value would be rounded; send it as a string.', node);
      }
      return Number(node.value);
    case Kind.LIST:
      refuseDepth(depth, node);
      return node.values.map((item) => jsonLiteral(item, variables, depth + 1) ?? null);
    case Kind.OBJECT:
      refuseDepth(depth, node);
      return Object.fromEntries(
        node.fields
          .map((field) => [field.name.value, jsonLiteral(field.value, variables, depth + 1)] as const)
          .filter(([, value]) => value !== undefined),
      );
    case Kind.VARIABLE:
      return variables?.[node.name.value];
    case Kind.ENUM:
      throw badValue('A JSON value has no bare words; put the text in quotes.', node);
  }
}

function storable(text: string, node: ValueNode): string {
  const reason = unstorableText(text);
  if (reason) throw badValue(`A text in this JSON value ${reason}`, node);
  return text;
}

function refuseDepth(depth: number, node: ValueNode): void {
  if (depth >= maximumNesting) throw badValue(`A JSON value is nested deeper than ${maximumNesting} levels.`, node);
}
