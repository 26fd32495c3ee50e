/** So short a value costs no more than the field that it stands in. */
const shortest = 100;

/** How much of a value counts where it stands, in characters. */
export function beyondShort(size: number): number {
  return Math.max(0, size - shortest);
}

/** How long the variables of one execution are. Each is looked at once, however many fields use it. */
export class VariableSizes {
  readonly #sizes = new Map<string, number>();

  /** @param variables the coerced ones */
  constructor(variables: Readonly<Record<string, unknown>>) {
    for (const [name, value] of Object.entries(variables)) this.#sizes.set(name, beyondShort(charactersOf(value)));
  }

  /** Whether no use of them counts, so that operations of one shape measure the same. */
  get areShort(): boolean {
    return [...this.#sizes.values()].every((size) => size === 0);
  }

  /** What one use of a variable counts. */
  of(name: string): number {
    return this.#sizes.get(name) ?? 0;
  }
}

/** No more than the value has as JSON; without recursion, for it may be nested as deep as a body allows. */
function charactersOf(value: unknown): number {
  let characters = 0;
  const left = [value];
  while (left.length > 0) {
    const one = left.pop();
    characters += typeof one === 'string' ? one.length + 2 : 1;
    if (typeof one !== 'object' || one === null) continue;
    for (const [name, of] of Object.entries(one)) {
      if (!Array.isArray(one)) characters += name.length + 3;
      left.push(of);
    }
  }
  return characters;
}
