import { type EntityMetadata, IsolationLevel } from '@mikro-orm/core';
import type { MikroORM, SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { tenantSession } from '../tenancy/tenant-session.js';
import {
  Actor,
  ActorKind,
  ChangeSource,
  DomainError,
  type ExpiredBatch,
  expiredBatch,
  type ExpiredQuery,
  isVersioned,
  overdueRecords,
  type PurgeEdge,
  Purges,
  recordChanges,
  sqlState,
  type VersionedClass,
} from '../versioning/index.js';
import { listTenants, type Tenant } from './each-tenant.js';

/** What a purge did, or would do, of all tenants together. */
export interface PurgeReport {
  /** Records that went, by entity. */
  readonly purged: Record<string, number>;
  /** Versions that retention let go. */
  trimmed: number;
  /** Deleted records whose time is over and that a legal hold keeps. */
  held: number;
  /** Those that are kept by what refers to them. */
  blocked: number;
  /** Those that should have gone and were left: their turn did not come, or others had them locked. */
  overdue: number;
  /** Since when the longest of these. */
  overdueSince: string | null;
}

export interface PurgeOptions {
  /** Days in the trash, instead of each entity's policy. */
  readonly olderThanDays?: number;
  /** Changes nothing and says what would go; history is not looked at. */
  readonly dryRun?: boolean;
  readonly source?: ChangeSource;
  /** Ends it after the batch under way, with its reason as the error. */
  readonly signal?: AbortSignal;
  /** Told after each batch. */
  readonly onProgress?: (tenant: Tenant, entityType: string, report: PurgeReport) => void;
}

/**
 * Records in one transaction, and so in one change set. A killed purge loses this much of its work, and nothing else.
 */
const batchSize = 100;

/**
 * Purges what has been in the trash for longer than its policy says, of every tenant, and lets go the versions that
 * retention keeps no longer. Each batch is a transaction; what is locked by others is left to the next run.
 */
export async function purgeExpired(orm: MikroORM, options: PurgeOptions = {}): Promise<PurgeReport> {
  const report: PurgeReport = { purged: {}, trimmed: 0, held: 0, blocked: 0, overdue: 0, overdueSince: null };
  const metas = ([...orm.getMetadata()] as EntityMetadata[]).filter((meta) => isVersioned(meta.class));
  for (const tenant of await listTenants(orm)) {
    const em = orm.em.fork({ session: tenantSession(tenant.id) });
    for (const meta of metas) {
      const progress = () => options.onProgress?.(tenant, meta.className, report);
      await purgeEntity(em, meta, options, report, progress);
      if (!options.dryRun) await trimEntity(em, meta, options, report, progress);
    }
  }
  return report;
}

async function purgeEntity(
  em: SqlEntityManager,
  meta: EntityMetadata,
  options: PurgeOptions,
  report: PurgeReport,
  progress: () => void,
): Promise<void> {
  const kept: string[] = [];
  let after: PurgeEdge | null = null;
  let most = batchSize;
  for (;;) {
    options.signal?.throwIfAborted();
    const batch: ExpiredBatch | null = await nextBatch(em, meta, options, { after, most });
    if (!batch && most > 1) {
      most = 1;
      continue;
    }
    const { purgeable, obstacles, next }: ExpiredBatch = batch ?? (await passBy(em, meta, options, after));
    for (const { meta: of } of purgeable) report.purged[of.className] = (report.purged[of.className] ?? 0) + 1;
    for (const { kind } of obstacles.values()) report[kind === 'held' ? 'held' : 'blocked'] += 1;
    kept.push(...obstacles.keys());
    progress();
    if (!next) break;
    after = next;
    // One by one to the record that was in the way, and from there in batches again.
    if (!batch) most = batchSize;
  }
  if (options.dryRun) return;
  const { count, since } = await em.transactional((reader) => overdueRecords(reader as SqlEntityManager, meta, kept));
  report.overdue += count;
  if (since !== null && (report.overdueSince === null || since < report.overdueSince)) report.overdueSince = since;
}

type BatchPlace = Pick<ExpiredQuery, 'after' | 'most'>;

/**
 * @returns null where what belongs or refers to one of the records is locked by others, or is too much for one batch
 */
async function nextBatch(
  em: SqlEntityManager,
  meta: EntityMetadata,
  { dryRun, olderThanDays, source = ChangeSource.API }: PurgeOptions,
  place: BatchPlace,
): Promise<ExpiredBatch | null> {
  const query = { olderThanDays: olderThanDays ?? null, ...place };
  if (dryRun) {
    return em.transactional((reader) => expiredBatch(reader as SqlEntityManager, meta, { ...query, lock: false }));
  }
  const reason =
    olderThanDays === undefined
      ? 'Retention: its time in the trash is over.'
      : `Purge of what was deleted more than ${olderThanDays} days ago.`;
  const context = { actor: new Actor(ActorKind.SYSTEM, 'purge'), source, reason, operationName: 'purge' };
  try {
    return await recordChanges(em, context, (changes) =>
      new Purges(changes).expired(meta.class as VersionedClass, query),
    );
  } catch (error) {
    if (isObstructed(error)) return null;
    throw error;
  }
}

/**
 * Passes by a record that cannot be purged now, so that it does not keep all after it from their turn, each time anew.
 */
async function passBy(
  em: SqlEntityManager,
  meta: EntityMetadata,
  { olderThanDays }: PurgeOptions,
  after: PurgeEdge | null,
): Promise<ExpiredBatch> {
  const { next } = await em.transactional((reader) =>
    expiredBatch(reader as SqlEntityManager, meta, {
      olderThanDays: olderThanDays ?? null,
      after,
      most: 1,
      lock: false,
    }),
  );
  return { purgeable: [], obstacles: new Map(), next };
}

/**
 * Whether others were in the way of a batch, or it took too long: lock_timeout, statement_timeout, deadlock after
 * deadlock.
 */
function isObstructed(error: unknown): boolean {
  const state = sqlState(error);
  return state === '55P03' || state === '57014' || (error instanceof DomainError && error.code === 'CONFLICT');
}

async function trimEntity(
  em: SqlEntityManager,
  { tableName }: EntityMetadata,
  { signal }: PurgeOptions,
  report: PurgeReport,
  progress: () => void,
): Promise<void> {
  let after: string | null = null;
  do {
    signal?.throwIfAborted();
    const { trimmed, next }: { trimmed: string; next: string | null } = await em.transactional(
      async (writer) => {
        const { rows } = await sql<{ trimmed: string; next: string | null }>`
        select trimmed, next from palimpsest.trim_history(${tableName}, ${after}::uuid, ${batchSize})`.execute(
          (writer as SqlEntityManager).getKysely(),
        );
        return rows[0]!;
      },
      { isolationLevel: IsolationLevel.READ_COMMITTED },
    );
    report.trimmed += Number(trimmed);
    after = next;
    progress();
  } while (after !== null);
}
