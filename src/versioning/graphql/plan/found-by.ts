import { EachInstant } from '../../read/instants/each-instant.js';
import type { FoundRecords, RecordLevel } from './planning.js';

/** Records by ids in a column of a level's rows, each at the instant of its row. */
export function foundBy(
  { records, instants, values }: Pick<RecordLevel, 'records' | 'instants' | 'values'>,
  column: string,
): FoundRecords {
  if (!(instants instanceof EachInstant)) return { records, ids: values(column) };
  return { records: records.at(EachInstant.of(values('$instant'), values(column))), ids: EachInstant.ids };
}
