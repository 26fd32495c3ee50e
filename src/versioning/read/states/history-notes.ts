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

/** A type and no interface, so that it fits where any extensions do. */
type HistoryExtensions = {
  readonly history: readonly HistoryNote[];
  /** How many more values there were than are told; absent where there were none. */
  readonly historyOmitted?: number;
};

/** What one answer has to tell besides its data; each value once, and no more than a person reads. */
export class HistoryNotes {
  static readonly most = 100;
  readonly #notes = new Map<string, HistoryNote>();
  readonly #omitted = new Set<string>();

  tell(note: HistoryNote): void {
    const place = `${note.entityId} ${note.version} ${note.field}`;
    if (this.#notes.has(place)) return;
    if (this.#notes.size < HistoryNotes.most) this.#notes.set(place, note);
    else this.#omitted.add(place);
  }

  /** For the answer's `extensions`; undefined where there is nothing to tell. */
  get extensions(): HistoryExtensions | undefined {
    if (this.#notes.size === 0) return undefined;
    const { size } = this.#omitted;
    return { history: [...this.#notes.values()], ...(size > 0 && { historyOmitted: size }) };
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
