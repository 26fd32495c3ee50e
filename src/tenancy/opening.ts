import { AsyncLocalStorage } from 'node:async_hooks';

/** Hears what became of a statement that a transaction opens with, before the statement it was sent with is answered. */
export interface Opening {
  /** What it throws, the statement it was sent with fails with, whatever that has found. */
  answered(rows: readonly Record<string, unknown>[]): void;
  failed(error: Error): void;
}

const current = new AsyncLocalStorage<Opening>();

/**
 * Does work whose statements open a transaction: a connection answers them at once, with nothing, and sends them together
 * with what comes next, so that they cost no round trip of their own.
 */
export function asOpening<T>(opening: Opening, work: () => T): T {
  return current.run(opening, work);
}

/** Whom to tell of the statement that is being sent, where it opens a transaction. */
export function currentOpening(): Opening | undefined {
  return current.getStore();
}
