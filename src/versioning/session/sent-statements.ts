import { AsyncLocalStorage } from 'node:async_hooks';

/** How many statements some work has had answered, or waits for. */
export interface SentStatements {
  count: number;
}

const current = new AsyncLocalStorage<SentStatements>();

/** Does work whose statements are counted. Those that go out with a later one are part of that. */
export function countingStatements<T>(sent: SentStatements, work: () => T): T {
  return current.run(sent, work);
}

/** For a connection: a statement is being sent. */
export function countStatement(): void {
  const sent = current.getStore();
  if (sent) sent.count += 1;
}
