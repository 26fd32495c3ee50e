import type { EntityMetadata } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { writeChangeSet } from './change-set-writer.js';
import { HistoryGap } from './history-gap.js';
import { linkSpecs } from '../model/link-spec.js';
import type { PendingVersion, Recording } from './recording.js';

/**
 * Writes the change set, once a transaction, then one version and one audit entry for each record the flush has
 * changed. Both are made by the database from the row as it now stands.
 *
 * @throws HistoryGap where a record's version before is missing
 */
export async function writeHistory(em: SqlEntityManager, recording: Recording): Promise<void> {
  const { pending } = recording;
  await writeChangeSet(em, recording);
  for (const [meta, versions] of Map.groupBy(pending, ({ meta }) => meta)) {
    await writeVersions(em, recording, meta, versions);
  }
  recording.recorded += pending.length;
  recording.pending = [];
}

/**
 * Has the triggers record at once, in the recording's change set, what was changed past the recorder so far; else they
 * wait for the end of the transaction, and recorded changes of the same records would leave a gap.
 */
export async function recordPending(
  em: SqlEntityManager,
  recording: Recording,
  metas: readonly EntityMetadata[],
): Promise<void> {
  await writeChangeSet(em, recording);
  const triggers = new Set(
    metas.flatMap((meta) => [`${meta.tableName}_history`, ...linkSpecs(meta).map(({ table }) => `${table}_links`)]),
  );
  for (const moment of ['immediate', 'deferred']) {
    const names = sql.join([...triggers].map((name) => sql.id(name)));
    await sql`set constraints ${names} ${sql.raw(moment)}`.execute(em.getKysely());
  }
}

async function writeVersions(
  em: SqlEntityManager,
  { changeSetId }: Recording,
  meta: EntityMetadata,
  versions: readonly PendingVersion[],
): Promise<void> {
  const changes = versions.map(({ record, operation, causeId, redacted }) => ({
    id: record.id,
    operation,
    cause_id: causeId ?? null,
    redacted,
  }));
  const { rows } = await sql<{ written: string }>`
    select palimpsest.record_versions(${meta.tableName}, ${changeSetId}, ${JSON.stringify(changes)}) as written`.execute(
    em.getKysely(),
  );
  const written = Number(rows[0]!.written);
  if (written !== versions.length) {
    throw new HistoryGap(`History of ${meta.tableName} has a gap: ${written} of ${versions.length} recorded.`);
  }
}
