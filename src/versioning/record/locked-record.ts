import { type Collection, type EntityMetadata, FlushMode, LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { conflictWith } from './conflict.js';
import { fieldsOf } from '../model/entity-field.js';
import { DomainError } from '../errors/domain-error.js';
import type { FieldValues } from '../model/field-value.js';
import { isRecordId } from '../values/record-id.js';
import type { VersionedClass } from '../model/map-versioned.js';
import type { VersionedEntity } from '../model/versioned-entity.js';

/**
 * Locks a living or deleted record, then reads it.
 *
 * @param fieldNames what is about to be assigned: links among it are read too
 * @throws DomainError NOT_FOUND
 */
export async function lockRecord(
  em: SqlEntityManager,
  entity: VersionedClass,
  id: string,
  fieldNames: readonly string[] = [],
): Promise<VersionedEntity> {
  const meta = em.getMetadata().get(entity) as EntityMetadata;
  const links = fieldsOf(meta).filter(({ kind, name }) => kind === 'links' && fieldNames.includes(name));
  const record: VersionedEntity | null = isRecordId(id)
    ? await em.findOne<VersionedEntity>(
        entity,
        { id },
        {
          lockMode: LockMode.PESSIMISTIC_WRITE,
          filters: false,
          refresh: true,
          flushMode: FlushMode.COMMIT,
        },
      )
    : null;
  if (!record) throw new DomainError('NOT_FOUND', `There is no such ${meta.className}.`);
  // Unfiltered: a link to a deleted record must be seen to be removed.
  for (const { property } of links) {
    const collection = (record as unknown as Record<string, Collection<VersionedEntity>>)[property.name]!;
    await collection.init({ filters: false, ref: true } as never);
  }
  return record;
}

/**
 * Compares a locked record with what its writer expects of it.
 *
 * @param yours the values wanted, for the three-way comparison
 * @throws DomainError CONFLICT with all that is needed to settle it
 */
export async function expectState(
  em: SqlEntityManager,
  record: VersionedEntity,
  expectedVersion: number,
  yours: FieldValues,
  wanted: { readonly deleted: boolean },
): Promise<void> {
  const deleted = record.deletedAt != null;
  if (record.version === expectedVersion && deleted === wanted.deleted) return;
  const { id, version } = record;
  const meta = em.getMetadata().get(record.constructor as VersionedClass) as EntityMetadata;
  throw await conflictWith(em, meta, { entityId: id, version }, expectedVersion, yours);
}
