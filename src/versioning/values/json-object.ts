import { InexactNumber } from './exact-number.js';

/** Whether a JSON value is an object: neither a list nor a number that stands as an object of its own. */
export function isJsonObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof InexactNumber);
}
