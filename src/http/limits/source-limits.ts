import { type DocumentNode, GraphQLError, Kind, Lexer, parse, Source, TokenKind } from 'graphql';
import { DomainError } from '../../versioning/index.js';
import { FragmentGraph } from './fragment-graph.js';
import { checkMergedFields } from './merged-fields.js';

/** No sensible document is nested deeper; the parser and the validation rules would run out of stack. */
const deepestNesting = 200;

/**
 * So many fragments are more than any program has. The rules compare each with each, one call within the other, and in
 * circles until the stack ends.
 */
const mostFragments = 400;

/** Only one of them is executed, but all are validated. */
const mostOperations = 50;

const opening: ReadonlySet<string> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const closing: ReadonlySet<string> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/**
 * Refuses a document for its size before it is parsed, by its tokens, fragments and brackets alone, one whose
 * fragments stand in themselves, and one that would take too long to validate, also by its operations.
 *
 * @param text the document
 * @param mostTokens how many tokens it may have
 * @throws DomainError QUERY_TOO_COMPLEX. A syntax error is left for the parser, which says it better.
 */
export function checkSource(text: string, mostTokens: number): void {
  const lexer = new Lexer(new Source(text));
  let tokens = 0;
  let nesting = 0;
  const fragments = new FragmentGraph();
  while (advance(lexer)) {
    tokens += 1;
    if (tokens > mostTokens) {
      throw new DomainError('QUERY_TOO_COMPLEX', `The document has more than ${mostTokens} tokens.`, {
        limit: 'tokens',
      });
    }
    noteFragments(lexer, nesting, fragments);
    if (opening.has(lexer.token.kind)) nesting += 1;
    if (closing.has(lexer.token.kind)) nesting -= 1;
    if (nesting > deepestNesting) {
      throw new DomainError('QUERY_TOO_COMPLEX', `The document is nested deeper than ${deepestNesting} levels.`, {
        limit: 'nesting',
      });
    }
  }
  if (fragments.hasCircle()) {
    throw new DomainError('QUERY_TOO_COMPLEX', 'A fragment of the document stands in itself.', { limit: 'nesting' });
  }
  const document = parsed(text);
  if (!document) return;
  checkOperations(document);
  checkMergedFields(document);
}

function checkOperations({ definitions }: DocumentNode): void {
  if (definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION).length <= mostOperations) return;
  throw new DomainError('QUERY_TOO_COMPLEX', `The document has more than ${mostOperations} operations.`, {
    limit: 'operations',
    allowed: mostOperations,
  });
}

function parsed(text: string): DocumentNode | undefined {
  try {
    return parse(text, { noLocation: true });
  } catch (error) {
    // Apollo parses it again and says what is wrong.
    if (error instanceof GraphQLError) return undefined;
    throw error;
  }
}

function noteFragments({ token }: Lexer, nesting: number, fragments: FragmentGraph): void {
  const { kind, value, prev } = token;
  if (kind === TokenKind.BRACE_R && nesting === 1) fragments.leave();
  if (kind !== TokenKind.NAME || !prev) return;
  if (nesting === 0 && prev.value === 'fragment') fragments.enter(value);
  if (prev.kind === TokenKind.SPREAD && value !== 'on') fragments.spread(value);
  if (fragments.size > mostFragments) {
    throw new DomainError('QUERY_TOO_COMPLEX', `The document has more than ${mostFragments} fragments.`, {
      limit: 'fragments',
    });
  }
}

function advance(lexer: Lexer): boolean {
  try {
    return lexer.advance().kind !== TokenKind.EOF;
  } catch (error) {
    // A syntax error: what stands behind it will not be parsed either.
    if (error instanceof GraphQLError) return false;
    throw error;
  }
}
