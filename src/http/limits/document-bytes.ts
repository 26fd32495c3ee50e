import type { DocumentNode, Token } from 'graphql';

/** Measured, and rather too many: a node and what it names are counted by their tokens. */
const ofToken = 550;
const ofCharacter = 2;

/**
 * How many bytes a document takes in memory: with it its text is kept, and the chain of its tokens, comments among them.
 * Without its places, as a program may have parsed it, it would take less.
 */
export function documentBytes({ loc }: DocumentNode): number {
  let bytes = ofCharacter * (loc?.source.body.length ?? 0);
  for (let token: Token | null | undefined = loc?.startToken; token; token = token.next) bytes += ofToken;
  return bytes;
}
