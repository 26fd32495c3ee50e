import { type Collection, type EntityMetadata, FlushMode, LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { conflictWith } from '../refusals/conflict.js';
import { entityOf } from '../../model/entities.js';
import { modelOf } from '../../model/entity-model.js';
import { DomainError } from '../../errors/domain-error.js';
import type { FieldValues } from '../../model/field-value.js';
import { isRecordId } from '../../values/record-id.js';
import { isOwn } from '../../session/own-rows.js';
import { query } from '../../session/query.js';
import type { Recording } from '../recording/recording.js';
import type { VersionedClass } from '../../model/map-versioned.js';
import type { VersionedEntity } from '../../model/versioned-entity.js';

/**
 * Locks a living or deleted record, then reads it; what was locked ahead is not read again, where nothing has been sent to
 * the database since.
 *
 * @param fieldNames what is about to be assigned: links among it are read too
 * @throws DomainError NOT_FOUND
 */
export async function lockRecord(
  em: SqlEntityManager,
  recording: Recording,
  entity: VersionedClass,
  id: string,
  fieldNames: readonly string[] = [],
): Promise<VersionedEntity> {
  const meta = entityOf(em, entity);
  const links = modelOf(meta).fields.filter(({ kind, name }) => kind === 'links' && fieldNames.includes(name));
  const [record] = lockedAhead(recording, entity, id) ?? (await lockRecords(em, recording, entity, [id]));
  if (!record) throw new DomainError('NOT_FOUND', `There is no such ${meta.className}.`);
  // Unfiltered: a link to a deleted record must be seen to be removed.
  for (const { property } of links) {
    const collection = (record as unknown as Record<string, Collection<VersionedEntity>>)[property]!;
    await collection.init({ filters: false, ref: true } as never);
  }
  return record;
}

/** A record that was locked ahead, if nothing was sent to the database since; undefined where that is unknown. */
export function lockedAhead(
  { ahead, sent }: Recording,
  entity: VersionedClass,
  id: string,
): VersionedEntity[] | undefined {
  if (ahead?.sent !== sent.count) return undefined;
  const record = ahead.records.get(id);
  return record instanceof entity ? [record] : undefined;
}

/** Locks living or deleted records in the order of their ids, and reads them; those that are not there are left out. */
export async function lockRecords(
  em: SqlEntityManager,
  { locked }: Recording,
  entity: VersionedClass,
  ids: readonly string[],
): Promise<VersionedEntity[]> {
  const wanted = ids.filter((id) => isRecordId(id));
  if (wanted.length === 0) return [];
  const records = await em.find<VersionedEntity>(
    entity,
    { id: { $in: wanted } },
    {
      lockMode: LockMode.PESSIMISTIC_WRITE,
      orderBy: { id: 'asc' },
      filters: false,
      refresh: true,
      flushMode: FlushMode.COMMIT,
    },
  );
  for (const record of records) locked.add(record);
  return records;
}

/** Locks living or deleted records in the order of their ids, and reads nothing of them. */
export async function lockRows(em: SqlEntityManager, meta: EntityMetadata, ids: readonly string[]): Promise<unknown[]> {
  if (ids.length === 0) return [];
  return query(em)`
    select from ${sql.table(meta.tableName)} t
    where ${isOwn('t', meta)} and id = any (${[...ids]}::uuid[]) order by id for update`;
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
  const meta = entityOf(em, record.constructor as VersionedClass);
  throw await conflictWith(em, meta, { entityId: id, version }, expectedVersion, yours);
}
