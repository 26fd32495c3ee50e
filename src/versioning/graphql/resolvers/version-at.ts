import type { HistoryReader } from '../../read/history/history-reader.js';
import { type NamedVersion, noSuchRecord, noSuchVersion } from '../../read/history/no-such-version.js';
import type { VersionHeader } from '../../read/history/version-header.js';

/**
 * A version of a record, deleted or not.
 *
 * @param named absent: the newest
 * @throws DomainError NOT_FOUND where there is no such record, or no such version: then with the argument, and those there are
 */
export async function versionAt(history: HistoryReader, id: string, named?: NamedVersion): Promise<VersionHeader> {
  const found = await history.version(id, named?.version);
  if (found) return found;
  throw named ? await noSuchVersion(history, id, named) : noSuchRecord();
}
