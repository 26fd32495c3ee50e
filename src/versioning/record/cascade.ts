import { FlushMode, LockMode, type UnitOfWork } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { deletionCause } from '../read/deletion-cause.js';
import { Operation } from '../model/operation.js';
import { type OwnedRelation, ownedRelations } from '../model/owned-relation.js';
import type { Recording } from './recording.js';
import { VersionedEntity } from '../model/versioned-entity.js';

/**
 * Schedules the living children of what is about to be deleted, through all levels. Owners are locked first, which
 * waits for whoever is adding a child (see guardReferences), then the children, each time in the order of their ids.
 */
export async function removeOwnedChildren(em: SqlEntityManager, uow: UnitOfWork, recording: Recording): Promise<void> {
  const removed = [...uow.getRemoveStack()].filter((entity) => entity instanceof VersionedEntity);
  for (const root of removed) {
    const causeId = recording.intents.get(root)?.causeId ?? root.id;
    await removeChildrenOf(em, [root], causeId, recording, new Set([root]));
  }
}

async function removeChildrenOf(
  em: SqlEntityManager,
  owners: VersionedEntity[],
  causeId: string,
  recording: Recording,
  met: Set<VersionedEntity>,
): Promise<void> {
  const meta = em.getMetadata().get(owners[0]!.constructor as never);
  for (const relation of ownedRelations(meta as never)) {
    await lockOwners(
      em,
      owners.filter((owner) => !recording.locked.has(owner)),
    );
    const found = await findChildren(em, relation, owners, { deletedAt: null });
    for (const child of found) recording.locked.add(child);
    // SQL can make records own each other in a ring.
    const children = found.filter((child) => !met.has(child));
    if (children.length === 0) continue;
    for (const child of children) {
      met.add(child);
      recording.intents.set(child, { operation: Operation.DELETE, causeId });
      em.remove(child);
    }
    await removeChildrenOf(em, children, causeId, recording, met);
  }
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
      for (const relation of ownedRelations(em.getMetadata().get(owner as never) as never)) {
        const children = await findChildren(em, relation, records, { deletedIn: root.deletedIn });
        const causedBy = await causes(em, children);
        level.push(...children.filter((child) => causedBy.get(child.id) === causeId && !met.has(child)));
        for (const child of level) met.add(child);
      }
    }
  }
  met.delete(root);
  return [...met];
}

async function lockOwners(em: SqlEntityManager, owners: VersionedEntity[]): Promise<void> {
  if (owners.length === 0) return;
  const ids = owners.map((owner) => owner.id);
  await em.find(owners[0]!.constructor as never, { id: { $in: ids } } as never, {
    ...locking,
    fields: ['id'] as never,
  });
}

const locking = {
  lockMode: LockMode.PESSIMISTIC_WRITE,
  orderBy: { id: 'asc' } as never,
  filters: false,
  flushMode: FlushMode.COMMIT,
} as const;

async function findChildren(
  em: SqlEntityManager,
  { child, reference }: OwnedRelation,
  owners: VersionedEntity[],
  state: object,
): Promise<VersionedEntity[]> {
  const where = { [reference.name]: { $in: owners.map((owner) => owner.id) }, ...state };
  const children: object[] = await em.find(child.class as never, where as never, { ...locking, refresh: true });
  return children as VersionedEntity[];
}

/** Whose deletion took each record along, by id. */
async function causes(em: SqlEntityManager, records: readonly VersionedEntity[]): Promise<Map<string, string | null>> {
  const ids = records.map((record) => record.id);
  const { rows } = await sql<{ id: string; cause: string | null }>`
    select id, ${deletionCause(sql.ref('r.id'))} as cause from unnest(${ids}::uuid[]) as r(id)`.execute(em.getKysely());
  return new Map(rows.map(({ id, cause }) => [id, cause]));
}
