import { type ASTNode, type Token, TokenKind } from 'graphql';
import { fieldAt } from './field-at.js';

const opening: ReadonlySet<TokenKind> = new Set([TokenKind.PAREN_L, TokenKind.BRACE_L, TokenKind.BRACKET_L]);
const closing: ReadonlySet<TokenKind> = new Set([TokenKind.PAREN_R, TokenKind.BRACE_R, TokenKind.BRACKET_R]);

/**
 * Where a literal stands: `asOf.at`, `resolutions.0.keep`. It does not know that itself, but the tokens before it tell.
 *
 * @returns undefined where it stands in no argument
 */
export function literalPlace({ loc }: ASTNode): string | undefined {
  const path: (string | number)[] = [];
  let token = loc?.startToken;
  while (token) {
    const colon = before(token);
    const name = colon?.kind === TokenKind.COLON ? before(colon) : undefined;
    const opened = openedBefore(name ?? token);
    if (!opened) return undefined;
    const { bracket, items } = opened;
    if (!name && bracket.kind !== TokenKind.BRACKET_L) return undefined;
    path.unshift(name ? name.value : items);
    if (bracket.kind === TokenKind.PAREN_L) return fieldAt(path);
    token = bracket;
  }
  return undefined;
}

/** The bracket in which a token stands, and how many values stand in it before the token. */
function openedBefore(token: Token): { bracket: Token; items: number } | undefined {
  let [depth, items] = [0, 0];
  for (let at = before(token); at; at = before(at)) {
    if (opening.has(at.kind) && depth === 0) return { bracket: at, items };
    if (opening.has(at.kind)) depth -= 1;
    if (closing.has(at.kind)) depth += 1;
    // The name of a variable is told by its dollar.
    else if (depth === 0 && before(at)?.kind !== TokenKind.DOLLAR) items += 1;
  }
  return undefined;
}

function before({ prev }: Token): Token | undefined {
  for (let at = prev; at; at = at.prev) if (at.kind !== TokenKind.COMMENT) return at;
  return undefined;
}
