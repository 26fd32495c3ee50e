import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * Hears what became of a statement that went out together with a later one, before that one is answered. Neither is called
 * where it was not sent: its transaction ended, or was rolled back to a savepoint, before anything came after it.
 */
export interface PipelinedAnswer {
  /**
   * Where it throws, the statement that its own was sent with fails with that, whatever it has found, and so do those that
   * follow in the transaction.
   */
  answered(rows: readonly Record<string, unknown>[]): void;
  /** @param isBehind whether it has failed with one before it: it was not run, or its answer was withheld */
  failed(error: Error, isBehind?: boolean): void;
  /** Whether the statement only says for whom its transaction works: without anything else, that need not be sent. */
  readonly opens?: boolean;
  /** Whether `answered` may throw: then nothing is committed before it has been called. */
  readonly mayRefuse?: boolean;
}

const current = new AsyncLocalStorage<PipelinedAnswer>();

/**
 * Does work whose statements have no message of their own: a connection answers them at once, with nothing, and sends them together
 * with what comes next in their transaction, so that they cost no round trip of their own. Where they fail, that fails.
 */
export function pipelined<T>(answer: PipelinedAnswer, work: () => T): T {
  return current.run(answer, work);
}

/**
 * Asks with the statement that is sent next.
 *
 * @param ask one statement
 * @param answered told its rows, once that one is answered; where the connection holds nothing back, at once, if there are any
 */
export async function withNext<Row>(
  ask: () => Promise<readonly Row[]>,
  answered: (rows: readonly Row[]) => void = () => undefined,
): Promise<void> {
  const rows = await pipelined({ answered: answered as PipelinedAnswer['answered'], failed: () => undefined }, ask);
  if (rows.length > 0) answered(rows);
}

/** Whom to tell of the statement that is being sent, where it is to go out with the next. */
export function currentPipelined(): PipelinedAnswer | undefined {
  return current.getStore();
}
