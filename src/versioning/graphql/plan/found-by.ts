import { EachInstant } from '../../read/instants/each-instant.js';
import type { FoundRecords, RecordLevel } from './planning.js';

/** Records by ids in a column of a level's rows, each at the instant of its row. */
export function foundBy(
  { records, instants, values, ids }: Pick<RecordLevel, 'records' | 'instants' | 'values' | 'ids'>,
  column: string,
): FoundRecords {
  if (!(instants instanceof EachInstant)) return { records, ids: ids(column) };
  return { records: records.at(EachInstant.of(values('$instant'), values(column))), ids: EachInstant.ids };
}
