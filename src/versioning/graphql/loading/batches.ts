import DataLoader from 'dataloader';
import { asking } from '../../read/statements/asking.js';
import type { ReadStatement } from '../../read/statements/read-statement.js';
import { ReadAhead } from '../plan/read-ahead.js';
import type { Loaded } from './loaded.js';
import type { Readers } from './readers.js';

/** Reads for all who ask for the same kind of thing; null where there is nothing, an error where it cannot be told. */
export type Batch<K, V> = (keys: readonly K[]) => Promise<(V | Error | null)[]>;

/**
 * Batches what the fields of one operation ask for into one statement each: https://github.com/graphql/dataloader. What
 * has been read ahead is given at once.
 */
export class Batches {
  #loaders = new Map<string, DataLoader<never, unknown, string>>();
  #ahead: ReadAhead;

  constructor(
    readonly readers: Readers,
    ahead: ReadAhead,
  ) {
    this.#ahead = ahead;
  }

  /** What has been read ahead; undefined where it has not. @throws what was found to be in its way */
  find<V>(name: string, key: string): V | null | undefined {
    const found = this.#ahead.find(name, key) as V | Error | null | undefined;
    if (found instanceof Error) throw found;
    return found;
  }

  /** Keeps something as if it had been read ahead. */
  keep(name: string, key: string, value: unknown): void {
    this.#ahead.keep(name, key, value);
  }

  /**
   * Loads something.
   *
   * @param name of what is read together
   * @param cacheKeyFn tells apart what is asked for under that name
   */
  load<K, V>(name: string, key: K, batch: Batch<K, V>, cacheKeyFn: (key: K) => string = String): Loaded<V> {
    const found = this.find<V>(name, cacheKeyFn(key));
    if (found !== undefined) return found;
    let loader = this.#loaders.get(name) as DataLoader<K, V | null, string> | undefined;
    if (!loader) {
      loader = new DataLoader<K, V | null, string>(batch, { cacheKeyFn });
      this.#loaders.set(name, loader as never);
    }
    return loader.load(key);
  }

  /** Loads what one statement says. @throws the error that it may say */
  answer<T>(name: string, { statement, decode }: ReadStatement<T | Error | null>): Loaded<T> {
    return this.load<string, T>(name, '', async () => [decode(await asking(this.readers.em)(statement))]);
  }

  /** Forgets everything. */
  clear(): void {
    this.#loaders = new Map();
    this.#ahead = new ReadAhead();
  }
}
