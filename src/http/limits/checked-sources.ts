import type { DocumentNode } from 'graphql';
import { documentBytes } from './document-bytes.js';
import { checkSource } from './source-limits.js';

/** Characters of one document that is remembered. */
const longest = 65_536;

/** Bytes of one, and of all together. */
const mostOfOne = 4 * 1024 * 1024;
const mostOfAll = 32 * 1024 * 1024;

/** That it takes to remember anything, and a character of a text. */
const ofEach = 200;
const ofCharacter = 2;

interface Passed {
  readonly document?: DocumentNode;
  readonly bytes: number;
}

/**
 * Documents that have passed {@link checkSource}, and what they were parsed to once that is valid, so that one that comes
 * again is not read again: programs send the same few. It is the only place where documents are kept for their text, and
 * counts all of what they take. Those are forgotten first that were not used for the longest time.
 */
export class CheckedSources {
  /** The longest unused first. */
  readonly #passed = new Map<string, Passed>();
  #bytes = 0;

  /** @param mostTokens how many tokens a document may have */
  constructor(private readonly mostTokens: number) {}

  /** How many bytes are remembered. */
  get bytes(): number {
    return this.#bytes;
  }

  /** @throws DomainError QUERY_TOO_COMPLEX as {@link checkSource} does */
  check(text: string): void {
    const passed = this.#passed.get(text);
    if (!passed) checkSource(text, this.mostTokens);
    if (text.length <= longest) this.#remember(text, passed ?? { bytes: ofEach + ofCharacter * text.length });
  }

  /** Notes what a text that has passed was parsed to, once that is valid. */
  noteValid(text: string, document: DocumentNode): void {
    const passed = this.#passed.get(text);
    if (!passed || passed.document) return;
    const bytes = passed.bytes + documentBytes(document);
    if (bytes <= mostOfOne) this.#remember(text, { document, bytes });
  }

  /** What was noted of a text; undefined where it has to be parsed and validated. */
  validDocument(text: string): DocumentNode | undefined {
    return this.#passed.get(text)?.document;
  }

  #remember(text: string, passed: Passed): void {
    this.#forget(text);
    this.#passed.set(text, passed);
    this.#bytes += passed.bytes;
    for (const unused of this.#passed.keys()) {
      if (this.#bytes <= mostOfAll) return;
      this.#forget(unused);
    }
  }

  #forget(text: string): void {
    this.#bytes -= this.#passed.get(text)?.bytes ?? 0;
    this.#passed.delete(text);
  }
}
