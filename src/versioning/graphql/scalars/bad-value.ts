import { GraphQLError } from 'graphql';
import type { ASTNode } from 'graphql';

/**
 * The error of every scalar. Its sentence says what is expected and never repeats the value, which may be a secret.
 *
 * @param sentence what is wrong
 * @param node the literal, where there is one
 */
export function badValue(sentence: string, node?: ASTNode): GraphQLError {
  return new GraphQLError(sentence, { nodes: node, extensions: { code: 'BAD_USER_INPUT' } });
}
