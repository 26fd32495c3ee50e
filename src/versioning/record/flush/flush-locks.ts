import { type ChangeSet, ChangeSetType, type EntityMetadata, OptimisticLockError } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { query } from '../../session/query.js';
import { ownersFirst } from '../../model/owners-first.js';
import type { Recording } from '../recording/recording.js';
import type { VersionedEntity } from '../../model/versioned-entity.js';
import { isOwn } from '../../session/own-rows.js';

/**
 * Locks the records that a flush changes and that nobody has locked yet, in the order of their ids, and compares their
 * versions with those that were read. Only so may the ORM update many in one statement, by their ids alone, and may the
 * change set be written before the rows.
 *
 * @throws OptimisticLockError where others have changed one meanwhile
 */
export async function lockFlushed(
  em: SqlEntityManager,
  { locked }: Recording,
  changeSets: readonly ChangeSet<object>[],
): Promise<void> {
  const unlocked = changeSets.filter(({ type, entity }) => type !== ChangeSetType.CREATE && !locked.has(entity));
  const byEntity = Map.groupBy(unlocked, ({ meta }) => meta as EntityMetadata);
  for (const meta of ownersFirst([...byEntity.keys()])) {
    const changed = byEntity.get(meta)!;
    const rows = await query<{ id: string; version: number }>(em)`
      select id, version from ${sql.table(meta.tableName)} t
      where ${isOwn('t')} and id = any (${changed.map(idOf)}::uuid[])
      order by id for update`;
    const versions = new Map(rows.map(({ id, version }) => [id, version]));
    for (const changeSet of changed) {
      const present = versions.get(idOf(changeSet));
      // Of a mere reference no version is known.
      const { version = present } = changeSet.entity as VersionedEntity;
      if (present === undefined || version !== present) throw OptimisticLockError.lockFailed(changeSet.entity);
      locked.add(changeSet.entity);
    }
  }
}

/** As it was read: what a program makes of it is refused by the database. */
function idOf({ entity, originalEntity }: ChangeSet<object>): string {
  return ((originalEntity as VersionedEntity | undefined) ?? (entity as VersionedEntity)).id;
}
