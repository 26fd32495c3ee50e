import { type EntityMetadata, FlushMode, LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { modelOf } from '../../model/entity-model.js';
import type { OwnedRelation } from '../../model/owned-relation.js';
import type { VersionedEntity } from '../../model/versioned-entity.js';
import { withNext } from '../../session/pipelined.js';
import type { FoundChildren } from '../recording/found-children.js';
import type { Recording } from '../recording/recording.js';

/** So many children are read ahead. Those of a deletion that is refused are read for nothing, and stay in memory. */
const mostAhead = 100;

const locking = {
  lockMode: LockMode.PESSIMISTIC_WRITE,
  orderBy: { id: 'asc' } as never,
  filters: false,
  flushMode: FlushMode.COMMIT,
} as const;

/** What records own by a relation, locked in the order of their ids, and read. */
export async function lockChildren(
  em: SqlEntityManager,
  { child, reference }: OwnedRelation,
  owners: Iterable<string>,
  state: object,
  limit?: number,
): Promise<VersionedEntity[]> {
  const where = { [reference.property]: { $in: [...owners] }, ...state };
  const children: object[] = await em.find(child.class as never, where as never, { ...locking, refresh: true, limit });
  return children as VersionedEntity[];
}

/**
 * Locks and reads, with the statement that is sent next, living children of records that are going to be deleted, and are
 * locked by then.
 *
 * @param owners ids of records
 * @param found told those of each relation, once that is answered, but for too many
 */
export async function lockChildrenAhead(
  em: SqlEntityManager,
  meta: EntityMetadata,
  owners: ReadonlySet<string>,
  found: (children: FoundChildren) => void,
): Promise<void> {
  for (const relation of modelOf(meta).owned) {
    const lock = () => lockChildren(em, relation, owners, { deletedAt: null }, mostAhead + 1);
    // By column: of what is sent later, the ORM is told that there is nothing.
    await withNext<object>(lock, (rows) => {
      if (rows.length <= mostAhead) found({ relation, owners, rows: rows as FoundChildren['rows'] });
    });
  }
}

/** Those of some owners that were locked ahead; undefined where they were not, or anything was sent to the database since. */
export async function childrenAhead(
  em: SqlEntityManager,
  { ahead, sent }: Recording,
  relation: OwnedRelation,
  owners: readonly VersionedEntity[],
): Promise<VersionedEntity[] | undefined> {
  if (ahead?.sent !== sent.count) return undefined;
  const found = ahead.children.find((one) => one.relation === relation);
  if (!found || !owners.every(({ id }) => found.owners.has(id))) return undefined;
  const wanted = new Set<unknown>(owners.map(({ id }) => id));
  const rows = found.rows.filter((row) => wanted.has(row[relation.reference.column]));
  const children = rows.map((row) => em.map(relation.child.class, row) as VersionedEntity);
  await em.getUnitOfWork().dispatchOnLoadEvent();
  return children;
}
