import type { EntityMetadata } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { writeChangeSet } from './change-set-writer.js';
import { comparedKeys, sensitiveColumns } from './entity-field.js';
import { linkSpecs } from './link-spec.js';
import type { PendingVersion, Recording } from './recording.js';

/**
 * Writes the change set, once a transaction, then one version and one audit entry for each record the flush has changed.
 * Both are made by the database from the row as it now stands.
 *
 * @throws Error where a record's version before is missing: a gap is never papered over
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
    select palimpsest.write_versions(${meta.tableName}, ${changeSetId}, ${comparedKeys(meta)}, jsonb_agg(
      to_jsonb(c) || jsonb_build_object('version', t.version, 'snapshot',
        (to_jsonb(t) - ${sensitiveColumns(meta)}::text[]) || palimpsest.linked_ids(t.id, ${JSON.stringify(linkSpecs(meta))})
    ))) as written
    from jsonb_to_recordset(${JSON.stringify(changes)}) as c(id uuid, operation text, cause_id uuid, redacted jsonb)
    join ${sql.table(meta.tableName)} t on t.id = c.id`.execute(em.getKysely());
  const written = Number(rows[0]!.written);
  if (written !== versions.length) {
    throw new Error(`History of ${meta.tableName} has a gap: ${written} of ${versions.length} recorded.`);
  }
}
