import { type ChangeSet, ChangeSetType, type EntityMetadata, OptimisticLockError } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { query } from '../../session/query.js';
import { ownersFirst } from '../../model/owners-first.js';
import type { Recording } from '../recording/recording.js';
import type { VersionedEntity } from '../../model/versioned-entity.js';
import { isOwn } from '../../session/own-rows.js';

/**
 * Locks the records that a flush changes and that nobody has locked yet. Only so may the ORM update many in one statement,
 * by their ids alone, and may the change set be written before the rows.
 *
 * @throws OptimisticLockError where others have changed one meanwhile
 */
export async function lockFlushed(
  em: SqlEntityManager,
  recording: Recording,
  changeSets: readonly ChangeSet<object>[],
): Promise<void> {
  const changed = changeSets.filter(({ type }) => type !== ChangeSetType.CREATE);
  const byEntity = Map.groupBy(changed, ({ meta }) => meta as EntityMetadata);
  for (const meta of ownersFirst([...byEntity.keys()])) {
    const ids = byEntity.get(meta)!.map((changeSet) => [changeSet.entity as VersionedEntity, idOf(changeSet)] as const);
    await lockAsRead(em, recording, meta, new Map(ids));
  }
}

/**
 * Locks records of an entity, in the order of their ids, and compares their versions with those that were read; but for
 * those that are locked already.
 *
 * @param ids by which their rows are found
 * @throws OptimisticLockError where others have changed one meanwhile
 */
export async function lockAsRead(
  em: SqlEntityManager,
  { locked }: Recording,
  meta: EntityMetadata,
  ids: ReadonlyMap<VersionedEntity, string>,
): Promise<void> {
  const unlocked = [...ids].filter(([record]) => !locked.has(record));
  if (unlocked.length === 0) return;
  const rows = await query<{ id: string; version: number }>(em)`
    select id, version from ${sql.table(meta.tableName)} t
    where ${isOwn('t')} and id = any (${unlocked.map(([, id]) => id)}::uuid[])
    order by id for update`;
  const versions = new Map(rows.map(({ id, version }) => [id, version]));
  for (const [record, id] of unlocked) {
    const present = versions.get(id);
    // Of a mere reference no version is known.
    const { version = present } = record;
    if (present === undefined || version !== present) throw OptimisticLockError.lockFailed(record);
    locked.add(record);
  }
}

/** As it was read: what a program makes of it is refused by the database. */
function idOf({ entity, originalEntity }: ChangeSet<object>): string {
  return ((originalEntity as VersionedEntity | undefined) ?? (entity as VersionedEntity)).id;
}
