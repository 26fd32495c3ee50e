import type { DocumentNode } from 'graphql';
import { checkSource } from './source-limits.js';

/** Characters of one document that is remembered, and of all together. */
const longest = 16_384;
const mostCharacters = 4 * 1024 * 1024;

/**
 * Documents that have passed {@link checkSource}, so that one that comes again is not read again: programs send the same
 * few. Those are forgotten first that were not used for the longest time.
 */
export class CheckedSources {
  readonly #passed = new Map<string, WeakRef<DocumentNode> | undefined>();
  #characters = 0;

  /** @param mostTokens how many tokens a document may have */
  constructor(private readonly mostTokens: number) {}

  /** Characters that are remembered. */
  get size(): number {
    return this.#characters;
  }

  /** @throws DomainError QUERY_TOO_COMPLEX as {@link checkSource} does */
  check(text: string): void {
    if (this.#passed.has(text)) {
      const document = this.#passed.get(text);
      this.#forget(text);
      return this.#remember(text, document);
    }
    checkSource(text, this.mostTokens);
    if (text.length <= longest) this.#remember(text);
    for (const unused of this.#passed.keys()) {
      if (this.#characters <= mostCharacters) return;
      this.#forget(unused);
    }
  }

  /** Notes that a document is valid, for as long as whoever has parsed it keeps it. */
  noteValid(text: string, document: DocumentNode): void {
    if (this.#passed.has(text)) this.#passed.set(text, new WeakRef(document));
  }

  /** What was noted of a text; undefined where it has to be parsed and validated. */
  validDocument(text: string): DocumentNode | undefined {
    return this.#passed.get(text)?.deref();
  }

  #remember(text: string, document?: WeakRef<DocumentNode>): void {
    this.#passed.set(text, document);
    this.#characters += text.length;
  }

  #forget(text: string): void {
    if (this.#passed.delete(text)) this.#characters -= text.length;
  }
}
