import { isTooComplex } from '../../../sdk/src/index.js';

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
