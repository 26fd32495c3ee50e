const standIn = /^<[^<>]+>$/;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const token = /^[\w-]+\.[\w-]+\.[\w-]+$/;
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;

/**
 * What a document writes in the place of values that are others in each run: `<post>` for an id, `<EDITOR token>` for a
 * token, and the instants of the run it was written from. The first answer that has one says what it stands for; from
 * then on it stands for that alone, and nothing else does.
 */
export class StandIns {
  readonly #values = new Map<string, string>();

  /** Says what one stands for, where that is known from elsewhere. */
  set(name: string, value: string): void {
    this.#values.set(name, value);
  }

  get(name: string): string {
    const value = this.#values.get(name);
    if (value === undefined) throw new Error(`Nothing has said yet what ${name} is.`);
    return value;
  }

  /** Puts the values in, as somebody does who follows the document. */
  fill<T>(documented: T): T {
    return walk(documented, (text) => (standIn.test(text) ? this.get(text) : text)) as T;
  }

  /** What the document leads one to expect of an answer, which is looked at for what was not known before. */
  expected(documented: unknown, actual: unknown): unknown {
    return walk(documented, (text, path) => {
      if (!standIn.test(text) && !instant.test(text)) return text;
      const found = path.reduce<unknown>((value, key) => (value as Record<string, unknown> | null)?.[key], actual);
      if (!this.#values.has(text) && this.#canBe(text, found)) this.#values.set(text, found);
      return this.#values.get(text) ?? text;
    });
  }

  /**
   * The instants that have been met, as documented and as they were, both in the order in which they were documented.
   */
  instants(): { documented: string[]; actual: string[] } {
    const documented = [...this.#values.keys()].filter((text) => instant.test(text)).toSorted();
    return { documented, actual: documented.map((text) => this.get(text)) };
  }

  #canBe(text: string, found: unknown): found is string {
    if (typeof found !== 'string') return false;
    // Two tokens for one person are the same in the same second.
    if (text.endsWith(' token>')) return token.test(found);
    const isTaken = [...this.#values.values()].includes(found);
    return !isTaken && (instant.test(text) ? instant : uuid).test(found);
  }
}

function walk(value: unknown, replace: (text: string, path: string[]) => string, path: string[] = []): unknown {
  if (typeof value === 'string') return replace(value, path);
  if (Array.isArray(value)) return value.map((item, index) => walk(item, replace, [...path, String(index)]));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item, replace, [...path, key])]));
}
