import { type ASTNode, GraphQLError, TokenKind } from 'graphql';

/**
 * The error of every scalar. Its sentence says what is expected and never repeats the value, which may be a secret.
 *
 * @param sentence what is wrong
 * @param node the literal, where there is one; the field or argument it stands for is named
 */
export function badValue(sentence: string, node?: ASTNode): GraphQLError {
  const name = node && nameBefore(node);
  const message = name === undefined ? sentence : `${name}: ${sentence}`;
  return new GraphQLError(message, { nodes: node, extensions: { code: 'BAD_USER_INPUT' } });
}

/** A literal does not know what it stands for, but its tokens follow those of `name:`. */
function nameBefore({ loc }: ASTNode): string | undefined {
  const colon = loc?.startToken.prev;
  return colon?.kind === TokenKind.COLON && colon.prev?.kind === TokenKind.NAME ? colon.prev.value : undefined;
}
