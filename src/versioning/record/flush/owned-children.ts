import { type EntityMetadata, FlushMode, LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { isLiving } from '../../model/is-living.js';
import { modelOf } from '../../model/entity-model.js';
import type { OwnedRelation } from '../../model/owned-relation.js';
import type { VersionedEntity } from '../../model/versioned-entity.js';
import { ormFragment } from '../../session/orm-fragment.js';
import { isOwn } from '../../session/own-rows.js';
import { pipelined, type PipelinedAnswer } from '../../session/pipelined.js';
import { spokenFor } from '../../session/whom.js';
import type { FoundChildren } from '../recording/found-children.js';
import type { Recording } from '../recording/recording.js';

/** So many children are read ahead: they stay in memory until the transaction ends. */
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
  owners: readonly string[],
  state: object,
  limit?: number,
): Promise<VersionedEntity[]> {
  const where = { [reference.property]: { $in: owners }, ...state };
  const children: object[] = await em.find(child.class as never, where as never, { ...locking, refresh: true, limit });
  return children as VersionedEntity[];
}

/**
 * Locks and reads, with the statement that is sent next, living children of records that are going to be deleted, and are
 * locked by then. None where one of those deletions will be refused: it is not to wait for what it does not get, nor others for it.
 *
 * @param owners the versions that their deletions expect, by id
 * @param found told those of each relation, once that is answered, but for too many
 */
export async function lockChildrenAhead(
  em: SqlEntityManager,
  meta: EntityMetadata,
  owners: ReadonlyMap<string, number>,
  found: (children: FoundChildren) => void,
): Promise<void> {
  const ids = [...owners.keys()];
  // A text, since the ORM makes a list of values of an array.
  const expected = JSON.stringify([...owners].map(([id, version]) => ({ id, version })));
  // Of no row: asked once, it leaves the plan as it is without.
  const ready = sql`(select count(*)::int from ${sql.table(meta.tableName)} t
    join json_to_recordset(${expected}::json) e(id uuid, version int) on t.id = e.id and t.version = e.version
    where ${isOwn('t', meta)} and ${isLiving('t')})`;
  const whom = spokenFor(em.getTransactionContext() ?? {});
  for (const relation of modelOf(meta).owned) {
    const state = { deletedAt: null, [ormFragment(ready, whom) as never]: owners.size };
    const lock = () => lockChildren(em, relation, ids, state, mostAhead + 1);
    // The ORM gets an empty answer at once; the rows come later, as the table has them.
    const answered: PipelinedAnswer['answered'] = (rows) => {
      if (rows.length <= mostAhead) found({ relation, owners: new Set(ids), rows });
    };
    await pipelined({ answered, failed: () => undefined }, lock);
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
