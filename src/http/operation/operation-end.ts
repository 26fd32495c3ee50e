import { DomainError } from '../../versioning/index.js';

/** What can end an operation before it is done. */
export interface OperationEnds {
  /** How long it may take as a whole, in milliseconds. */
  readonly deadlineMs: number;
  /** Aborted when the client has gone, or the server is to stop: with the reason as an error. */
  readonly signals: readonly AbortSignal[];
}

/**
 * Does the work of one operation until something ends it.
 *
 * @param work gets the signal that says so; its reason is what the client is told. It can also end itself.
 */
export async function untilEnd<T>(
  { deadlineMs, signals }: OperationEnds,
  work: (signal: AbortSignal, end: (reason: Error) => void) => Promise<T>,
): Promise<T> {
  const end = new AbortController();
  const late = () =>
    end.abort(new DomainError('TIMEOUT', `The operation took longer than ${deadlineMs} ms and was ended.`));
  const timer = setTimeout(late, deadlineMs);
  const follow = ({ currentTarget }: Event) => end.abort((currentTarget as AbortSignal).reason);
  for (const signal of signals) {
    if (signal.aborted) end.abort(signal.reason);
    // Each by hand: signals of AbortSignal.any() would gather on the one that lives as long as the server.
    else signal.addEventListener('abort', follow);
  }
  try {
    return await work(end.signal, (reason) => end.abort(reason));
  } finally {
    clearTimeout(timer);
    for (const signal of signals) signal.removeEventListener('abort', follow);
  }
}
