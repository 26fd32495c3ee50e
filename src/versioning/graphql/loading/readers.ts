import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { HistoryReader } from '../../read/history/history-reader.js';
import type { RecordReader } from '../../read/records/record-reader.js';

/** By what the fields of an operation read, in its transaction. */
export interface Readers {
  readonly em: SqlEntityManager;
  readonly records: RecordReader;
  readonly history: HistoryReader;
  /** Reads of each record what the operation selects. */
  readonly selecting: RecordReader;
}
