import { setTimeout as wait } from 'node:timers/promises';

/**
 * What the database tells; undefined where it does not within so many milliseconds: on a busy one the rest of an answer
 * comes all the same.
 */
export function inTime<T>(told: Promise<T>, mostMs: number): Promise<T | undefined> {
  return Promise.race([told, wait(mostMs, undefined, { ref: false })]);
}
