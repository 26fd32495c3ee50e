import { type EntityMetadata, IsolationLevel } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { inTransaction } from '../session/in-transaction.js';
import { query } from '../session/query.js';
import type { PurgeRehearsal } from './purge-rehearsal.js';
import type { PurgeReport } from './purge-report.js';
import type { TrashPurge } from './purge-trash.js';
import { forWhom } from '../session/own-rows.js';

/** Records whose histories are trimmed in one transaction. */
const batchSize = 100;

/** What one batch did. */
interface TrimmedBatch {
  readonly trimmed: string;
  /** The record it ended with; null where it was the last batch. */
  readonly next: string | null;
}

/**
 * Lets go the versions of one entity's records that its retention keeps no longer. The database knows the limits.
 *
 * @param em carries the session context: whose records
 * @param report gets how many went, or would go
 */
export async function trimHistory(
  em: SqlEntityManager,
  meta: EntityMetadata,
  report: PurgeReport,
  { signal, onBatch, rehearsal }: Pick<TrashPurge, 'signal' | 'onBatch' | 'rehearsal'> = {},
): Promise<void> {
  let after: string | null = null;
  do {
    signal?.throwIfAborted();
    const batch: TrimmedBatch = await trimBatch(em, meta, after, rehearsal);
    report.trimmed += Number(batch.trimmed);
    after = batch.next;
    onBatch?.();
  } while (after !== null);
}

async function trimBatch(
  em: SqlEntityManager,
  meta: EntityMetadata,
  after: string | null,
  rehearsal: PurgeRehearsal | undefined,
): Promise<TrimmedBatch> {
  const dry = rehearsal ? sql`, true, ${rehearsal.purged(meta)}::uuid[], ${rehearsal.changed(meta)}::uuid[]` : sql``;
  return inTransaction(
    em,
    async (writer) => {
      const [batch] = await query<TrimmedBatch>(writer)`
        select trimmed, next from palimpsest.trim_history(${meta.tableName}, ${after}::uuid, ${batchSize} ${dry}, whom => ${forWhom()})`;
      return batch!;
    },
    { isolationLevel: IsolationLevel.READ_COMMITTED },
  );
}
