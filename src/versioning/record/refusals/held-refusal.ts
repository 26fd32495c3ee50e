import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { noDifference } from './comparison.js';
import { conflictError } from './conflict.js';
import { driverError } from '../../errors/driver-error.js';
import { DomainError } from '../../errors/domain-error.js';
import { allEntities } from '../../model/entities.js';
import { readPresentState } from '../../read/records/present-state.js';
import { DeletedFilter } from '../../read/lists/deleted-filter.js';
import { RecordReader } from '../../read/records/record-reader.js';
import type { Recording } from '../recording/recording.js';
import type { VersionedClass } from '../../model/map-versioned.js';
import { inTransaction } from '../../session/in-transaction.js';

/**
 * The CONFLICT where the database refuses to move a record away from what a legal hold keeps it with; undefined for any
 * other error. The failed transaction can no longer be asked, so this opens one of its own.
 */
export async function heldRefusal(
  error: unknown,
  em: SqlEntityManager,
  { pending }: Recording,
): Promise<DomainError | undefined> {
  const failure = driverError(error);
  if (failure?.constraint !== 'legal_hold') return undefined;
  const metas = allEntities(em);
  const meta = metas.find(({ tableName }) => tableName === failure.table)!;
  const id = failure.detail!;
  // The first line is the database's sentence; the ORM adds the detail to it.
  const message = failure.message.split('\n')[0]!.replace(`${meta.tableName} ${id}`, meta.className);
  const blockedBy = { entityType: meta.className, id };
  return inTransaction(em.fork({ clear: true }), async (reader) => {
    const records = new RecordReader(reader);
    const present = (await records.byIds(meta.class as VersionedClass, [id], DeletedFilter.INCLUDE)).get(id);
    // Made by the work that failed, it is not there to be told of.
    if (!present) return new DomainError('CONFLICT', message, { ...noDifference, ...blockedBy, blockedBy });
    const { version } = present;
    const current = await readPresentState(reader, meta, { entityId: id, version });
    const expectedVersion = pending.find(({ record }) => record.id === id)?.record.version ?? version;
    return conflictError(reader, meta, { current, expectedVersion, message, blockedBy, cause: error });
  });
}
