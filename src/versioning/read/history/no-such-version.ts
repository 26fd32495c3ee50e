import { DomainError } from '../../errors/domain-error.js';
import type { HistoryReader } from './history-reader.js';

/** Which version, and by what argument it was named. */
export interface NamedVersion {
  readonly argument: string;
  readonly version: number;
}

/** The error for a version that there is not: it names the argument, and the versions that are kept. */
export async function noSuchVersion(
  history: HistoryReader,
  id: string,
  { argument, version }: NamedVersion,
): Promise<DomainError> {
  const kept = await history.keptVersions(id);
  if (!kept) return noSuchRecord();
  const [from, until] = kept;
  const sentence = `${argument}: there is no version ${version} of this record; there are ${from} to ${until}.`;
  return new DomainError('NOT_FOUND', sentence, { field: argument, from, until });
}

/** The error for a record of which there is no version. */
export function noSuchRecord(): DomainError {
  return new DomainError('NOT_FOUND', 'There is no such record or version.', { field: 'id' });
}
