import type { Api } from './api.js';
import type { Recording } from './recording.js';

/** A recording that is answered otherwise. */
export interface Mismatch extends Recording {
  /** A {@link Recording.state}, or with what words the API refuses. */
  readonly answered: string;
}

/**
 * Asks the API again for all that was recorded.
 *
 * @returns the recordings that are answered otherwise
 */
export async function findMismatches(api: Api, recordings: readonly Recording[]): Promise<Mismatch[]> {
  const mismatches: Mismatch[] = [];
  for (const of of Map.groupBy(recordings, ({ tenant }) => tenant).values()) {
    for (const [recording, answered] of await api.statesAt(of)) {
      if (answered !== recording.state) mismatches.push({ ...recording, answered });
    }
  }
  return mismatches;
}
