import { type DocumentNode, GraphQLError, Kind, Lexer, parse, Source, type Token, TokenKind } from 'graphql';
import { DomainError } from '../../versioning/index.js';
import { FragmentGraph } from './fragment-graph.js';
import { checkMergedFields } from './merged-fields.js';

/** In characters. Longer values belong into variables, which are not lexed, parsed and printed. */
const longestSource = 1_000_000;

/**
 * Each comment ends a line, and each line of a block string is looked at for its indentation. To say where an error is,
 * those before it are counted.
 */
const mostLines = 10_000;

/** In characters, of a name or a number. A name is compared with those of the schema, and repeated in errors. */
const longestWord = 255;

/** No sensible document is nested deeper; the parser and the validation rules would run out of stack. */
const deepestNesting = 200;

/**
 * So many fragments are more than any program has. The rules compare each with each, one call within the other, and in
 * circles until the stack ends.
 */
const mostFragments = 400;

/** Only one of them is executed, but all are validated. */
const mostOperations = 50;

const words: ReadonlySet<string> = new Set([TokenKind.NAME, TokenKind.INT, TokenKind.FLOAT]);
const opening: ReadonlySet<string> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const closing: ReadonlySet<string> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/**
 * Refuses a document for its size before it is parsed, by its characters and lines, then by its tokens, fragments and
 * brackets, one whose fragments stand in themselves, and one that would take too long to validate, also by its operations.
 *
 * @param text the document
 * @param mostTokens how many tokens it may have
 * @throws DomainError QUERY_TOO_COMPLEX. A syntax error is left for the parser, which says it better.
 */
export function checkSource(text: string, mostTokens: number): void {
  checkLength(text);
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
    checkWord(lexer.token);
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

/** What costs time before there is a token. */
function checkLength(text: string): void {
  if (text.length > longestSource) {
    throw new DomainError(
      'QUERY_TOO_COMPLEX',
      `The document has more than ${longestSource} characters; put long values into variables.`,
      { limit: 'characters', size: text.length, allowed: longestSource },
    );
  }
  const ends = /\r\n|\n|\r/g;
  for (let lines = 1; ends.test(text);) {
    if (++lines <= mostLines) continue;
    throw new DomainError(
      'QUERY_TOO_COMPLEX',
      `The document has more than ${mostLines} lines; put long values into variables.`,
      { limit: 'lines', allowed: mostLines },
    );
  }
}

function checkWord({ kind, start, end }: Token): void {
  if (end - start <= longestWord || !words.has(kind)) return;
  const what = kind === TokenKind.NAME ? 'name' : 'number';
  throw new DomainError('QUERY_TOO_COMPLEX', `A ${what} of the document has more than ${longestWord} characters.`, {
    limit: 'words',
    size: end - start,
    allowed: longestWord,
  });
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

function noteFragments({ token, lastToken: prev }: Lexer, nesting: number, fragments: FragmentGraph): void {
  // The token that is linked as the one before may be a comment.
  const { kind, value } = token;
  if (kind === TokenKind.BRACE_R && nesting === 1) fragments.leave();
  if (kind !== TokenKind.NAME) return;
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
