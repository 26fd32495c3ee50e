import type { EntityMetadata } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { DomainError } from '../errors/domain-error.js';
import { sqlState } from '../errors/driver-error.js';
import { SqlState } from '../errors/sql-state.js';
import { Actor, ActorKind } from '../model/actor.js';
import { ChangeSource } from '../model/operation.js';
import type { VersionedClass } from '../model/map-versioned.js';
import { recordChanges } from '../record/record-changes.js';
import { inTransaction } from '../session/in-transaction.js';
import { type ExpiredBatch, expiredBatch, type ExpiredQuery, overdueRecords, type PurgeEdge } from './purge-batch.js';
import type { PurgeRehearsal } from './purge-rehearsal.js';
import type { PurgeReport } from './purge-report.js';
import { Purges } from './purges.js';

export interface TrashPurge {
  /** Days in the trash, instead of the entity's policy. */
  readonly olderThanDays?: number;
  /** Changes nothing and says what would go; takes note of it for what comes later. */
  readonly rehearsal?: PurgeRehearsal;
  readonly source?: ChangeSource;
  /** Ends it after the batch under way, with its reason as the error. */
  readonly signal?: AbortSignal;
  /** Told after each batch. */
  readonly onBatch?: () => void;
}

/**
 * Records in one transaction, and so in one change set. A killed purge loses this much of its work, and nothing else.
 */
const batchSize = 100;

/**
 * Purges the records of one entity that have been in the trash for longer than its policy says. Each batch is a transaction;
 * what is locked by others is left to the next run.
 *
 * @param em carries the session context: whose records
 * @param report gets what went and what was left
 */
export async function purgeTrash(
  em: SqlEntityManager,
  meta: EntityMetadata,
  report: PurgeReport,
  options: TrashPurge = {},
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
    options.onBatch?.();
    if (!next) break;
    after = next;
    // One by one to the record that was in the way, and from there in batches again.
    if (!batch) most = batchSize;
  }
  if (options.rehearsal) return;
  const { count, since } = await inTransaction(em, (reader) => overdueRecords(reader, meta, kept));
  report.overdue += count;
  if (since !== null && (report.overdueSince === null || since < report.overdueSince)) report.overdueSince = since;
}

/**
 * @returns null where what belongs or refers to one of the records is locked by others, or is too much for one batch
 */
async function nextBatch(
  em: SqlEntityManager,
  meta: EntityMetadata,
  { rehearsal, olderThanDays, source = ChangeSource.API }: TrashPurge,
  place: Pick<ExpiredQuery, 'after' | 'most'>,
): Promise<ExpiredBatch | null> {
  const query = { olderThanDays: olderThanDays ?? null, ...place };
  if (rehearsal) {
    return inTransaction(em, (reader) => expiredBatch(reader, meta, { ...query, lock: false, rehearsal }));
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
  { olderThanDays = null }: { readonly olderThanDays?: number | null },
  after: PurgeEdge | null,
): Promise<ExpiredBatch> {
  const query = { olderThanDays, after, most: 1, lock: false };
  const { next } = await inTransaction(em, (reader) => expiredBatch(reader, meta, query));
  return { purgeable: [], obstacles: new Map(), next };
}

/**
 * Whether others were in the way of a batch, or it took too long: lock_timeout, statement_timeout, deadlock after
 * deadlock.
 */
function isObstructed(error: unknown): boolean {
  const state = sqlState(error);
  return (
    state === SqlState.lockNotAvailable ||
    state === SqlState.queryCanceled ||
    (error instanceof DomainError && error.code === 'CONFLICT')
  );
}
