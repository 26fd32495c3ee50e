import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { Changes } from '../../record/changes/changes.js';
import type { HistoryReader } from '../../read/history/history-reader.js';
import type { RecordReader } from '../../read/records/record-reader.js';
import type { Loaders } from './loaders.js';

/**
 * What the kernel's resolvers need of an operation: one transaction, seen through readers; changes in a mutation only.
 */
export interface VersioningContext {
  readonly em: SqlEntityManager;
  readonly records: RecordReader;
  readonly history: HistoryReader;
  readonly loaders: Loaders;
  readonly changes?: Changes;
  /** Refuses a caller whose role does not grant a word of `@Authorized`, where only what is read tells which is needed. */
  authorize(word: string): Promise<void>;
}
