import { AsyncLocalStorage } from 'node:async_hooks';

/** A stored value that could not be answered as its field's type: it was written under an older shape of its entity. */
export interface HistoryNote {
  readonly entityType: string;
  readonly entityId: string;
  readonly version: number;
  /** As clients know it. */
  readonly field: string;
  /** As it stands in history; null where nothing does, though there must be something today. */
  readonly stored: unknown;
}

/** What one answer has to tell besides its data; each value once, and no more than a person reads. */
export class HistoryNotes {
  static readonly most = 100;
  readonly #notes = new Map<string, HistoryNote>();

  tell(note: HistoryNote): void {
    if (this.#notes.size < HistoryNotes.most) this.#notes.set(`${note.entityId} ${note.version} ${note.field}`, note);
  }

  /** For the answer's `extensions`; undefined where there is nothing to tell. */
  get extensions(): { readonly history: readonly HistoryNote[] } | undefined {
    return this.#notes.size === 0 ? undefined : { history: [...this.#notes.values()] };
  }
}

const current = new AsyncLocalStorage<HistoryNotes>();

/** Does work that answers, and keeps what it has to tell of history. */
export function withHistoryNotes<T>(notes: HistoryNotes, work: () => T): T {
  return current.run(notes, work);
}

/** Tells of a value that is answered by null or a stand-in; nobody hears it where nothing is answered. */
export function tellHistory(note: HistoryNote): void {
  current.getStore()?.tell(note);
}
