import { DomainError } from './versioning/index.js';

/** Stops one part of the server. */
export type Stop = () => Promise<unknown>;

/** What is in flight has this long to finish, in milliseconds. */
const patienceMs = 3000;

/**
 * Stops parts in the reverse of the order in which they were started. One that fails must not keep the others running:
 * its error comes last.
 *
 * @param cut is aborted where that takes too long: whatever it bounds ends at once
 */
export async function stopInReverse(stops: readonly Stop[], cut: AbortController): Promise<void> {
  const impatience = setTimeout(
    () => cut.abort(new DomainError('UNAVAILABLE', 'The server is stopping; nothing was changed.')),
    patienceMs,
  );
  const failures: unknown[] = [];
  for (const stop of stops.toReversed()) {
    await stop().catch((error: unknown) => failures.push(error));
  }
  clearTimeout(impatience);
  if (failures.length > 0) {
    throw failures[0];
  }
}

/** Stops several parts at the same time, all of them also where one fails. */
export function stopTogether(...stops: readonly Stop[]): Stop {
  return async () => {
    const outcomes = await Promise.allSettled(stops.map((stop) => stop()));
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed) throw failed.reason;
  };
}
