import { isTooComplex } from '../../../sdk/src/index.js';
import type { PageSize } from '../model/page-size.js';

/**
 * Reads a page, and a smaller one where it would hold more than the server answers at once: texts may be long.
 *
 * @param first how many items at most
 * @throws what reading a single item throws
 */
export async function shrinkingPage<T>(first: number, read: (first: number) => Promise<T>): Promise<T> {
  try {
    return await read(first);
  } catch (error) {
    if (!isTooComplex(error) || first === 1) throw error;
    return shrinkingPage(Math.ceil(first / 4), read);
  }
}

/** The same of a page that may be counted from either end. @param read with the variables of such a page */
export function shrinkingPages<T, TVariables extends PageSize>(
  variables: TVariables,
  read: (variables: TVariables) => Promise<T>,
): Promise<T> {
  const end = variables.last === undefined ? 'first' : 'last';
  return shrinkingPage(variables[end] ?? 1, (size) => read({ ...variables, [end]: size }));
}
