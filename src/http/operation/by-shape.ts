import type { OperationDefinitionNode } from 'graphql';
import type { OperationShape } from './operation-shape.js';

/** As many shapes of one operation as are remembered, the latest. */
const mostShapes = 32;

/** Remembers what was worked out for the shape of an operation, for as long as its document is kept. */
export class ByShape<T> {
  readonly #known = new WeakMap<OperationDefinitionNode, Map<string, T>>();

  /** What is known, or what `make` gives; where that throws, nothing is remembered. */
  of(operation: OperationDefinitionNode, { text }: OperationShape, make: () => T): T {
    if (text === undefined) return make();
    let known = this.#known.get(operation);
    if (!known) this.#known.set(operation, (known = new Map<string, T>()));
    const found = known.get(text);
    if (found !== undefined) return found;
    const made = make();
    if (known.size >= mostShapes) known.delete(known.keys().next().value!);
    known.set(text, made);
    return made;
  }
}
