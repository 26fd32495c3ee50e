import { createHash } from 'node:crypto';
import { SqlState } from '../../versioning/index.js';

/** Codes of PostgreSQL: a name that is taken, and one that nobody has prepared. */
const refusals: ReadonlySet<unknown> = new Set([
  SqlState.duplicatePreparedStatement,
  SqlState.unknownPreparedStatement,
]);

/** A longer text is rarely sent twice. */
const longestText = 20_000;

const mostKnown = 1000;

/**
 * Under which names connections prepare their statements. A name is made of the text alone, so it means the same to each
 * connection. Behind a pooler that changes connections between transactions without knowing of names, as PgBouncer before
 * 1.21, there are none from the first refusal on.
 */
export class StatementNames {
  #names = new Map<string, string>();
  #areRefused = false;

  /** @param onRefusal hears once that names do not work */
  constructor(public onRefusal: (reason: string) => void = () => undefined) {}

  /** Whether names do not work, as behind a pooler that does not know of them: each statement is read and planned anew. */
  get areRefused(): boolean {
    return this.#areRefused;
  }

  /** @returns undefined where the statement is better sent without one */
  nameOf(text: string): string | undefined {
    if (this.#areRefused || text.length > longestText) return undefined;
    let name = this.#names.get(text);
    if (name === undefined) {
      if (this.#names.size >= mostKnown) this.#names = new Map();
      name = `s${createHash('sha256').update(text).digest('base64url').slice(0, 22)}`;
      this.#names.set(text, name);
    }
    return name;
  }

  /** Whether an error says that names do not work here. From then on none are given. */
  refusedBy(error: unknown): boolean {
    const { code } = error as { code?: unknown };
    if (!refusals.has(code)) return false;
    if (!this.#areRefused) this.onRefusal(code as string);
    this.#areRefused = true;
    return true;
  }
}
