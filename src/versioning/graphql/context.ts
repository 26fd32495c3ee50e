import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { Changes } from '../core/changes.js';
import type { HistoryReader } from '../core/history-reader.js';
import type { RecordReader } from '../core/record-reader.js';
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
}
