import type { Api } from './api.js';
import type { Recording } from './recording.js';

/**
 * Asks the API again for all that was recorded.
 *
 * @returns the recordings that are answered otherwise
 */
export async function findMismatches(api: Api, recordings: readonly Recording[]): Promise<Recording[]> {
  const mismatches: Recording[] = [];
  for (const of of Map.groupBy(recordings, ({ tenant }) => tenant).values()) {
    const states = await api.statesAt(of);
    mismatches.push(...of.filter((recording) => states.get(recording) !== recording.state));
  }
  return mismatches;
}
