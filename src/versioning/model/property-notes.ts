/** What a decorator says of the properties of classes; a class has what it inherits, unless it says it anew. */
export class PropertyNotes<T> {
  readonly #notes = new WeakMap<object, Map<string, T>>();

  add(prototype: object, property: string | symbol, note: T): void {
    const own = this.#notes.get(prototype) ?? new Map<string, T>();
    this.#notes.set(prototype, own.set(String(property), note));
  }

  /** By the name of the property. */
  of({ prototype }: { prototype: object }): ReadonlyMap<string, T> {
    const found = new Map<string, T>();
    for (let of: object | null = prototype; of; of = Object.getPrototypeOf(of) as object | null) {
      for (const [property, note] of this.#notes.get(of) ?? []) {
        if (!found.has(property)) found.set(property, note);
      }
    }
    return found;
  }
}
