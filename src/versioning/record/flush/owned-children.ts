import { type EntityMetadata, FlushMode, LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import { isLiving } from '../../model/is-living.js';
import { modelOf } from '../../model/entity-model.js';
import type { OwnedRelation } from '../../model/owned-relation.js';
import type { VersionedEntity } from '../../model/versioned-entity.js';
import { ormFragment } from '../../session/orm-fragment.js';
import { isOwn } from '../../session/own-rows.js';
import { pipelined, type PipelinedAnswer, withNext } from '../../session/pipelined.js';
import { query } from '../../session/query.js';
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

/** Records of an entity that are going to be deleted: the versions that their deletions expect, by id. */
export interface ExpectedVersions {
  readonly meta: EntityMetadata;
  readonly versions: ReadonlyMap<string, number>;
}

/**
 * Locks and reads, with the statement that is sent next, living children of records that are going to be deleted, and are
 * locked by then. None where one of those deletions will be refused: it is not to wait for what it does not get, nor others for it.
 *
 * @param found told those of each relation, once that is answered; not of one that has too many, nor where none were looked for
 */
export async function lockChildrenAhead(
  em: SqlEntityManager,
  deleted: readonly ExpectedVersions[],
  found: (children: FoundChildren) => void,
): Promise<void> {
  const areAsExpected = sql.join(deleted.map(haveExpected), sql` and `);
  const whom = spokenFor(em.getTransactionContext() ?? {});
  for (const { meta, versions } of deleted) {
    const ids = [...versions.keys()];
    for (const relation of modelOf(meta).owned) {
      const children = childCount(relation, ids);
      let count: number | null = null;
      const ask = () =>
        query<{ count: number | null }>(em)`select case when ${areAsExpected} then ${children} end as count`;
      await withNext(ask, ([row]) => void ({ count } = row!));
      // It names no column of the children, so PostgreSQL asks it once, before it looks for any. They are not limited in number
      // there: for so few in the order of their ids, it would go through all of the tenant's.
      const isToLock = ormFragment(sql`(${areAsExpected} and ${children} <= ${mostAhead}::int)`, whom);
      const state = { deletedAt: null, [isToLock as never]: true };
      // The ORM gets an empty answer at once; the rows come later, as the table has them.
      const answered: PipelinedAnswer['answered'] = (rows) => {
        // No rows come where there are no children, and where they were not looked for.
        if (rows.length > 0 || count === 0) found({ relation, owners: new Set(ids), rows });
      };
      await pipelined({ answered, failed: () => undefined }, () => lockChildren(em, relation, ids, state));
    }
  }
}

/** SQL: whether all of these records are living and have the version that is expected. */
function haveExpected({ meta, versions }: ExpectedVersions): RawBuilder<boolean> {
  const expected = JSON.stringify(Object.fromEntries(versions));
  return sql`(select count(*) from ${sql.table(meta.tableName)} t
    where ${isOwn('t', meta)} and t.id = any (${listOf([...versions.keys()])}::uuid[]) and ${isLiving('t')}
      and t.version = (${expected}::jsonb ->> t.id::text)::int) = ${versions.size}::int`;
}

/** SQL: how many living children records have by a relation; of too many to be read ahead, one more than would be. */
function childCount({ child, reference }: OwnedRelation, owners: readonly string[]): RawBuilder<number> {
  return sql`(select count(*)::int from (
    select from ${sql.table(child.tableName)} c
    where ${isOwn('c', child)} and ${sql.ref(`c.${reference.column}`)} = any (${listOf(owners)}::uuid[]) and ${isLiving('c')}
    limit ${mostAhead + 1}::int) few)`;
}

/** An array as PostgreSQL writes it: of one in a fragment, the ORM would make a list of values. */
function listOf(ids: readonly string[]): string {
  return `{${ids.join(',')}}`;
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
