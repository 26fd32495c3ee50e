/** Which fragments of a document spread which others. */
export class FragmentGraph {
  readonly #spreads = new Map<string, Set<string>>();
  #current: Set<string> | undefined;

  /** How many fragments there are. */
  get size(): number {
    return this.#spreads.size;
  }

  /** A fragment begins; what is spread from now on is spread in it. */
  enter(name: string): void {
    this.#current = this.#spreads.get(name) ?? new Set();
    this.#spreads.set(name, this.#current);
  }

  /** It ends. */
  leave(): void {
    this.#current = undefined;
  }

  spread(name: string): void {
    this.#current?.add(name);
  }

  /** Whether a fragment stands in itself, however many others are in between. */
  hasCircle(): boolean {
    const above = new Set<string>();
    const passed = new Set<string>();
    const isInCircle = (name: string): boolean => {
      if (above.has(name)) return true;
      if (passed.has(name)) return false;
      passed.add(name);
      above.add(name);
      const found = [...(this.#spreads.get(name) ?? [])].some(isInCircle);
      above.delete(name);
      return found;
    };
    return [...this.#spreads.keys()].some(isInCircle);
  }
}
