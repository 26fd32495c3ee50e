import { checkSource } from './source-limits.js';

/** Characters of one document that is remembered, and of all together. */
const longest = 16_384;
const mostCharacters = 4 * 1024 * 1024;

/**
 * Documents that have passed {@link checkSource}, so that one that comes again is not read again: programs send the same
 * few. Those are forgotten first that were not used for the longest time.
 */
export class CheckedSources {
  readonly #passed = new Set<string>();
  #characters = 0;

  /** @param mostTokens how many tokens a document may have */
  constructor(private readonly mostTokens: number) {}

  /** Characters that are remembered. */
  get size(): number {
    return this.#characters;
  }

  /** @throws DomainError QUERY_TOO_COMPLEX as {@link checkSource} does */
  check(text: string): void {
    if (this.#forget(text)) return this.#remember(text);
    checkSource(text, this.mostTokens);
    if (text.length <= longest) this.#remember(text);
    for (const unused of this.#passed) {
      if (this.#characters <= mostCharacters) return;
      this.#forget(unused);
    }
  }

  #remember(text: string): void {
    this.#passed.add(text);
    this.#characters += text.length;
  }

  #forget(text: string): boolean {
    if (!this.#passed.delete(text)) return false;
    this.#characters -= text.length;
    return true;
  }
}
