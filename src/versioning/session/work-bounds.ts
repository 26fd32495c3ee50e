import { AsyncLocalStorage } from 'node:async_hooks';

/** What bounds the statements of some work, wherever in it they are sent. */
export interface WorkBounds {
  /** Once it is aborted, the statement under way is cancelled and no other begins; its reason is the error of both. */
  readonly signal?: AbortSignal;
  /** No statement of it is given up for the time it takes. */
  readonly asLongAsItTakes?: boolean;
}

const bounds = new AsyncLocalStorage<WorkBounds>();

/** Works within these bounds, and those that are in force already. */
export function withBounds<T>(added: WorkBounds, work: () => Promise<T>): Promise<T> {
  return bounds.run({ ...bounds.getStore(), ...added }, work);
}

/** The bounds of the work that calls this; empty where there are none. */
export function currentBounds(): WorkBounds {
  return bounds.getStore() ?? {};
}
