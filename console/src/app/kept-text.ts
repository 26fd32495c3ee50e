/** The part of the browser's storage that is used. */
type TextStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/**
 * A text that the browser keeps. Where it keeps nothing, as where cookies are blocked or the disk is full, the page does, until it
 * is left or loaded anew.
 */
export class KeptText {
  /** What this page has set; undefined: nothing yet. */
  #text: string | null | undefined;

  /** @param storage gives the browser's storage, or throws where the browser allows none */
  constructor(
    private readonly storage: () => TextStorage,
    private readonly key: string,
  ) {}

  get(): string | null {
    if (this.#text !== undefined) return this.#text;
    return this.#inStorage((storage) => storage.getItem(this.key)) ?? null;
  }

  /** @param text null: nothing is kept */
  set(text: string | null): void {
    this.#text = text;
    this.#inStorage((storage) => (text === null ? storage.removeItem(this.key) : storage.setItem(this.key, text)));
  }

  #inStorage<T>(work: (storage: TextStorage) => T): T | undefined {
    try {
      return work(this.storage());
    } catch (error) {
      if (error instanceof DOMException) return undefined;
      throw error;
    }
  }
}
