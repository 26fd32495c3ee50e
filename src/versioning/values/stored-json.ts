import { parseKeepingNumbers } from './exact-number.js';
import { isJsonObject } from './json-object.js';
import { measureJson } from './json-size.js';

/** As deep as lists and objects may stand in each other to be answered: printing them goes as deep as the stack. */
const deepest = 1000;

// Up to 15 digits are always kept; PostgreSQL prints no exponents.
const mayBeInexact = /[\d.]{16}/;

/**
 * Parses JSON as PostgreSQL prints it. What a JavaScript number would round stands as an `InexactNumber`, which is
 * printed as it was.
 *
 * @throws RangeError for a value that is nested too deeply to be printed again; only SQL can have stored it
 */
export function parseStoredJson(text: string): unknown {
  if (measureJson(text).depth > deepest) throw new RangeError('A JSON value is nested too deeply.');
  return mayBeInexact.test(text) ? parseKeepingNumbers(text) : JSON.parse(text);
}

/**
 * Parses an object as PostgreSQL prints it, as {@link parseStoredJson} does its values. One that is nested too deeply is
 * null; what is no object is an empty one.
 */
export function parseStoredObject(text: string): Record<string, unknown> {
  const nested = measureJson(text).depth > deepest;
  const value: unknown = nested ? JSON.parse(text) : parseStoredJson(text);
  if (!isJsonObject(value)) return {};
  if (!nested) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, isTooDeep(part) ? null : part]));
}

function isTooDeep(value: unknown): boolean {
  let level = [value];
  for (let depth = 0; level.length > 0; depth++) {
    level = level.flatMap((part) => (typeof part === 'object' && part !== null ? Object.values(part) : []));
    if (depth > deepest) return true;
  }
  return false;
}
