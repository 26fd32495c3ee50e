import { isExactNumber, InexactNumber } from '../versioning/index.js';

/**
 * Parses JSON as `JSON.parse` does, but puts an {@link InexactNumber} where a number would be rounded, so that it can be
 * refused by the name of its place.
 *
 * @throws SyntaxError for what is no JSON, RangeError for nesting that the parser cannot follow
 */
export function parseExactJson(text: string): unknown {
  return JSON.parse(text, keepExact);
}

/** The third argument carries the number as it was written; TypeScript's library does not know it yet. */
function keepExact(_key: string, value: unknown, context?: { source: string }): unknown {
  if (typeof value !== 'number' || context === undefined) return value;
  return isExactNumber(context.source) ? value : new InexactNumber(context.source);
}
