import { parseKeepingNumbers } from '../../versioning/index.js';
import { scanJson } from './json-scan.js';

/** More values than are accepted. */
export class TooManyValues extends Error {
  override readonly name = 'TooManyValues';
}

/**
 * Parses JSON as `JSON.parse` does, but puts an `InexactNumber` where a number would be rounded, so that it can be
 * refused by the name of its place. Numbers are looked at one by one only where the text has one that could be rounded.
 *
 * @param bytes in UTF-8
 * @param mostValues how many values it may hold, keys included
 * @throws TooManyValues before anything is built
 * @throws SyntaxError for what is no JSON, RangeError for nesting that the parser cannot follow
 */
export function parseExactJson(bytes: Buffer, mostValues = Infinity): unknown {
  const { values, mayRound } = scanJson(bytes, mostValues);
  if (values > mostValues) throw new TooManyValues();
  const text = bytes.toString('utf8');
  return mayRound ? parseKeepingNumbers(text) : JSON.parse(text);
}
