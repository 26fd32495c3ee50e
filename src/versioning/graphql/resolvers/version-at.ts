import { DomainError } from '../../errors/domain-error.js';
import type { HistoryReader } from '../../read/history/history-reader.js';
import type { VersionHeader } from '../../read/history/version-header.js';

/** Which version, and by what argument it was named. */
interface NamedVersion {
  readonly argument: string;
  readonly version: number;
}

/**
 * A version of a record, deleted or not.
 *
 * @param named absent: the newest
 * @throws DomainError NOT_FOUND where there is no such record, or no such version: then with the argument, and those there are
 */
export async function versionAt(history: HistoryReader, id: string, named?: NamedVersion): Promise<VersionHeader> {
  const found = await history.version(id, named?.version);
  if (found) return found;
  const kept = named && (await history.keptVersions(id));
  if (!kept) throw new DomainError('NOT_FOUND', 'There is no such record or version.', { field: 'id' });
  const { argument, version } = named;
  const [from, until] = kept;
  const sentence = `${argument}: there is no version ${version} of this record; there are ${from} to ${until}.`;
  throw new DomainError('NOT_FOUND', sentence, { field: argument, from, until });
}
