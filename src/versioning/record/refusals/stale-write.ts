import { type EntityMetadata, OptimisticLockError } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { conflictWith } from './conflict.js';
import { entityOf } from '../../model/entities.js';
import { fieldValue } from '../../read/differences/diff.js';
import { modelOf } from '../../model/entity-model.js';
import { causeOf } from '../../errors/error-chain.js';
import { DomainError } from '../../errors/domain-error.js';
import type { FieldValues } from '../../model/field-value.js';
import { DeletedFilter } from '../../read/lists/deleted-filter.js';
import { RecordReader } from '../../read/records/record-reader.js';
import type { VersionedClass } from '../../model/map-versioned.js';
import type { VersionedEntity } from '../../model/versioned-entity.js';
import { inTransaction } from '../../session/in-transaction.js';

/**
 * The CONFLICT for a flush of an entity that was read before others changed it, without a lock; undefined for any other
 * error. The failed transaction can no longer be asked, so this opens one of its own.
 */
export async function staleWrite(error: unknown, em: SqlEntityManager): Promise<DomainError | undefined> {
  const stale = causeOf(error, OptimisticLockError)?.getEntity() as VersionedEntity | undefined;
  if (!stale) return undefined;
  const entity = stale.constructor as VersionedClass;
  const meta = entityOf(em, entity);
  return inTransaction(em.fork({ clear: true }), async (reader) => {
    const present = (await new RecordReader(reader).byIds(entity, [stale.id], DeletedFilter.INCLUDE)).get(stale.id);
    if (!present) return new DomainError('NOT_FOUND', `There is no such ${meta.className}.`, {}, { cause: error });
    const { id, version } = present;
    return conflictWith(reader, meta, { entityId: id, version }, stale.version, valuesOf(meta, stale), error);
  });
}

/** What the entity would have written, as far as it was loaded. Of links only their change is, so they are left out. */
function valuesOf(meta: EntityMetadata, record: VersionedEntity): FieldValues {
  const fields = modelOf(meta).fields.filter(({ kind, sensitive, property }) => {
    return kind !== 'links' && !sensitive && property in record;
  });
  return Object.fromEntries(fields.map((field) => [field.name, fieldValue(field, { record, links: {} })]));
}
