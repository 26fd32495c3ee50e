import type { UnitOfWork } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { deletionCause } from '../../read/records/deletion-cause.js';
import { DomainError } from '../../errors/domain-error.js';
import { Operation } from '../../model/operation.js';
import { entityOf } from '../../model/entities.js';
import { modelOf } from '../../model/entity-model.js';
import { lockAsRead } from './flush-locks.js';
import { childrenAhead, lockChildren } from './owned-children.js';
import type { VersionedClass } from '../../model/map-versioned.js';
import type { Recording } from '../recording/recording.js';
import { VersionedEntity } from '../../model/versioned-entity.js';
import { query } from '../../session/query.js';

/** What takes more records along is deleted in parts: that many are written before the usual bound of an operation ends it. */
const mostTakenAlong = 10_000;

/**
 * Schedules the living children of what is about to be deleted, through all levels, each by what deletes its owner. Owners
 * are locked first, which waits for whoever is adding a child (see guardReferences), then the children, level by level, each
 * time in the order of their ids.
 *
 * @throws OptimisticLockError where others have changed an owner since it was read
 * @throws DomainError BAD_USER_INPUT where there are too many, before anything is done with them
 */
export async function removeOwnedChildren(em: SqlEntityManager, uow: UnitOfWork, recording: Recording): Promise<void> {
  const { intents } = recording;
  const removed = [...uow.getRemoveStack()].filter((entity) => entity instanceof VersionedEntity);
  const roots = removed.filter((root) => !intents.get(root)?.alone);
  const childrenOf = await lockOwned(em, roots, recording);
  for (const root of roots) {
    const { operation = Operation.DELETE, causeId = root.id } = intents.get(root) ?? {};
    // SQL can make records own each other in a ring.
    const met = new Set([root]);
    // What is added on the way is come to as well.
    for (const owner of met) {
      for (const child of childrenOf.get(owner.id) ?? []) {
        if (met.has(child)) continue;
        met.add(child);
        intents.set(child, { operation, causeId });
        em.remove(child);
      }
    }
  }
}

/** The living children of records, by their owners' ids, through all levels, locked with their owners. */
async function lockOwned(
  em: SqlEntityManager,
  roots: readonly VersionedEntity[],
  recording: Recording,
): Promise<ReadonlyMap<string, readonly VersionedEntity[]>> {
  const childrenOf = new Map<string, VersionedEntity[]>();
  const met = new Set(roots);
  let left = mostTakenAlong;
  let level = roots;
  while (level.length > 0) {
    const next: VersionedEntity[] = [];
    for (const [owner, owners] of Map.groupBy(level, ({ constructor }) => constructor)) {
      const meta = entityOf(em, owner as VersionedClass);
      const { owned } = modelOf(meta);
      if (owned.length > 0) await lockAsRead(em, recording, meta, new Map(owners.map((one) => [one, one.id])));
      for (const relation of owned) {
        const children =
          (await childrenAhead(em, recording, relation, owners)) ??
          (await lockChildren(em, relation, idsOf(owners), { deletedAt: null }, left + 1));
        left -= children.length;
        if (left < 0) {
          const message = `More than ${mostTakenAlong} records would be deleted with what owns them; delete some of them first.`;
          throw new DomainError('BAD_USER_INPUT', message);
        }
        for (const child of children) {
          recording.locked.add(child);
          const { id } = (child as never as Record<string, VersionedEntity>)[relation.reference.property]!;
          if (!childrenOf.has(id)) childrenOf.set(id, []);
          childrenOf.get(id)!.push(child);
          if (!met.has(child)) next.push(child);
          met.add(child);
        }
      }
    }
    level = next;
  }
  return childrenOf;
}

/**
 * The records that the deletion of `root` took along, locked, through all levels.
 * What was deleted earlier on its own, or by another deletion in the same transaction, has another cause and stays.
 */
export async function deletedWith(em: SqlEntityManager, root: VersionedEntity): Promise<VersionedEntity[]> {
  const causeId = (await causes(em, [root])).get(root.id) ?? root.id;
  // SQL can make records own each other in a ring.
  const met = new Set([root]);
  let level = [root];
  while (level.length > 0) {
    const owners = Map.groupBy(level, (owner) => owner.constructor);
    level = [];
    for (const [owner, records] of owners) {
      for (const relation of modelOf(entityOf(em, owner as VersionedClass)).owned) {
        const children = await lockChildren(em, relation, idsOf(records), { deletedIn: root.deletedIn });
        const causedBy = await causes(em, children);
        level.push(...children.filter((child) => causedBy.get(child.id) === causeId && !met.has(child)));
        for (const child of level) met.add(child);
      }
    }
  }
  met.delete(root);
  return [...met];
}

/** Whose deletion took each record along, by id. */
async function causes(em: SqlEntityManager, records: readonly VersionedEntity[]): Promise<Map<string, string | null>> {
  const ids = idsOf(records);
  const rows = await query<{ id: string; cause: string | null }>(em)`
    select id, ${deletionCause(sql.ref('r.id'))} as cause from unnest(${ids}::uuid[]) as r(id)`;
  return new Map(rows.map(({ id, cause }) => [id, cause]));
}

function idsOf(records: readonly VersionedEntity[]): string[] {
  return records.map(({ id }) => id);
}
