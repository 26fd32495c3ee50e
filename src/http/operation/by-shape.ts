import type { OperationDefinitionNode } from 'graphql';
import type { OperationShape } from './operation-shape.js';

/** That it takes to remember anything: a key, and an entry of a map. A character may take two. */
const bytesOfEntry = 200;
const bytesOfCharacter = 2;

interface Kept<T> {
  readonly value: T;
  readonly weight: number;
}

/**
 * Remembers what was worked out for the shapes of operations, up to so much of it, whoever has sent them: what was not used for
 * the longest time is forgotten first.
 */
export class ByShape<T> {
  /** The longest unused first. */
  readonly #kept = new Map<string, Kept<T>>();
  readonly #numbers = new WeakMap<OperationDefinitionNode, number>();
  #operations = 0;
  #weight = 0;

  /**
   * @param most how many bytes are remembered
   * @param weigh how many bytes a value is, besides the shape that it is remembered by
   */
  constructor(
    private readonly most: number,
    private readonly weigh: (value: T) => number,
  ) {}

  /** How many bytes are remembered. */
  get weight(): number {
    return this.#weight;
  }

  /** What is known, or what `make` gives; where that throws, nothing is remembered. */
  of(operation: OperationDefinitionNode, { text }: OperationShape, make: () => T): T {
    if (text === undefined) return make();
    const key = `${this.#numberOf(operation)} ${text}`;
    const kept = this.#kept.get(key);
    if (kept) {
      this.#kept.delete(key);
      this.#kept.set(key, kept);
      return kept.value;
    }
    const value = make();
    this.#keep(key, { value, weight: bytesOfEntry + bytesOfCharacter * key.length + this.weigh(value) });
    return value;
  }

  #keep(key: string, kept: Kept<T>): void {
    if (kept.weight > this.most) return;
    this.#kept.set(key, kept);
    this.#weight += kept.weight;
    for (const [unused, { weight }] of this.#kept) {
      if (this.#weight <= this.most) return;
      this.#kept.delete(unused);
      this.#weight -= weight;
    }
  }

  /** Documents that are alike are told apart: each has nodes of its own. */
  #numberOf(operation: OperationDefinitionNode): number {
    let number = this.#numbers.get(operation);
    if (number === undefined) this.#numbers.set(operation, (number = this.#operations++));
    return number;
  }
}
