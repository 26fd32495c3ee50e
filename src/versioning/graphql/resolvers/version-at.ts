import { DomainError } from '../../errors/domain-error.js';
import type { HistoryReader } from '../../read/history-reader.js';
import type { VersionHeader } from '../../read/version-header.js';

/** A version of a record, deleted or not; without a number the newest. @throws DomainError NOT_FOUND where there is no such */
export async function versionAt(history: HistoryReader, id: string, version?: number): Promise<VersionHeader> {
  const found = await history.version(id, version);
  if (!found) throw new DomainError('NOT_FOUND', 'There is no such record or version.');
  return found;
}
