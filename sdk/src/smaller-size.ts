import { isTooComplex } from './error-guards.js';

/**
 * How many things to ask for in one operation, after it was refused for asking for too many: as many as its limit has room
 * for, where the server says so, else half of them.
 *
 * @param size how many it asked for
 * @param limits those that fewer things keep, by the names that the server gives them
 * @returns undefined where fewer would not help, or there are no fewer
 */
export function smallerSize(size: number, error: unknown, limits: ReadonlySet<string>): number | undefined {
  if (!isTooComplex(error) || !limits.has(error.details.limit) || size <= 1) return undefined;
  const { size: asked, allowed } = error.details;
  const share = asked !== undefined && allowed !== undefined && asked > allowed ? allowed / asked : 1 / 2;
  return Math.max(1, Math.min(size - 1, Math.floor(size * share)));
}
