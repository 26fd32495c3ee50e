import type { EntityMetadata } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { isLiving } from '../model/is-living.js';
import { isTrashedAlone } from '../read/records/deletion-cause.js';
import { lockHolds } from './legal-holds.js';
import { type PurgeObstacle, purgeObstacles } from './purge-obstacle.js';
import type { PurgeRehearsal } from './purge-rehearsal.js';
import { type PurgeMember, purgeTree } from './purge-tree.js';
import { query } from '../session/query.js';
import { canonicalTimestamp } from '../values/timestamp.js';
import { isOwn } from '../session/own-rows.js';

/** Where a batch ends: the next one goes on after it. */
export interface PurgeEdge {
  /** An instant, exactly as PostgreSQL printed it. */
  readonly deletedAt: string;
  readonly id: string;
}

export interface ExpiredQuery {
  /** Days in the trash, instead of the entity's policy; null is the policy. */
  readonly olderThanDays: number | null;
  readonly after: PurgeEdge | null;
  readonly most: number;
  /** Whether to lock what is found; what others have locked is left to the next run. */
  readonly lock: boolean;
  /** What a purge that changes nothing would have done before. */
  readonly rehearsal?: PurgeRehearsal;
}

/** Deleted records whose time in the trash is over, and what goes with them. */
export interface ExpiredBatch {
  /** What can be purged: the records and all that they own. */
  readonly purgeable: readonly PurgeMember[];
  readonly obstacles: ReadonlyMap<string, PurgeObstacle>;
  /** Null where this was the last batch. */
  readonly next: PurgeEdge | null;
}

/**
 * The next records of an entity that were deleted for their own sake and whose time in the trash is over, oldest first.
 */
export async function expiredBatch(
  em: SqlEntityManager,
  meta: EntityMetadata,
  { olderThanDays, after, most, lock, rehearsal }: ExpiredQuery,
): Promise<ExpiredBatch> {
  const rows = await query<{ id: string; deletedAt: string }>(em)`
    select t.id, t.deleted_at::text as "deletedAt" ${expired(meta, olderThanDays)}
      ${after ? sql`and (t.deleted_at, t.id) > (${after.deletedAt}::timestamptz, ${after.id}::uuid)` : sql``}
    order by t.deleted_at, t.id limit ${most} ${lock ? sql`for update of t skip locked` : sql``}`;
  const goneOf = (of: EntityMetadata) => rehearsal?.purged(of) ?? [];
  const gone = new Set(goneOf(meta));
  const ids = rows.map(({ id }) => id).filter((id) => !gone.has(id));
  const members = await purgeTree(em, meta, ids, lock);
  if (lock && ids.length > 0) await lockHolds(em);
  const obstacles = await purgeObstacles(em, members, goneOf);
  const purgeable = members.filter(({ roots }) => [...roots].some((root) => !obstacles.has(root)));
  await rehearsal?.purge(em, purgeable);
  return { purgeable, obstacles, next: rows.length === most ? rows.at(-1)! : null };
}

/**
 * How many records of an entity should have been purged by now, and since when the longest of them.
 *
 * @param except ids of those that cannot be
 */
export async function overdueRecords(
  em: SqlEntityManager,
  meta: EntityMetadata,
  except: readonly string[],
): Promise<{ count: number; since: string | null }> {
  const rows = await query<{ count: string; since: string | null }>(em)`
    select count(*) as count, min(t.deleted_at + make_interval(days => p.trash_days))::text as since
    ${expired(meta, null)} and not t.id = any (${except}::uuid[])`;
  const [{ count, since }] = rows as [(typeof rows)[number]];
  return { count: Number(count), since: since && canonicalTimestamp(since) };
}

function expired(meta: EntityMetadata, olderThanDays: number | null) {
  return sql`
    from ${sql.table(meta.tableName)} t left join retention_policy p on p.entity_type = ${meta.tableName}
    where ${isOwn('t')} and not ${isLiving('t')} and ${isTrashedAlone(sql.ref('t.id'))}
      and t.deleted_at < statement_timestamp() - make_interval(days => coalesce(${olderThanDays}::int, p.trash_days))`;
}
