import type { GraphQLError, ResponsePath } from 'graphql';

/** A place in an answer; undefined is the answer as a whole. */
export type Place = ResponsePath | undefined;

/** The errors of one execution: none below a place that an error has already made null. */
export class CollectedErrors {
  readonly #places = new Set<Place>();
  readonly #errors: GraphQLError[] = [];

  get all(): readonly GraphQLError[] {
    return this.#errors;
  }

  add(error: GraphQLError, place: Place): void {
    if (this.#isNull(place)) return;
    this.#places.add(place);
    this.#errors.push(error);
  }

  #isNull(place: Place): boolean {
    for (let at = place; at !== undefined; at = at.prev) if (this.#places.has(at)) return true;
    return this.#places.has(undefined);
  }
}
