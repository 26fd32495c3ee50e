import type { EntityMetadata } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import { type EntityField, fieldsOf } from './entity-field.js';
import type { PendingVersion, Recording } from './recording.js';

/**
 * Writes the change set, once a transaction, then one version and one audit entry for each record the flush has changed.
 * Both are made by the database from the row as it now stands.
 *
 * @throws Error where a record's version before is missing: a gap is never papered over
 */
export async function writeHistory(em: SqlEntityManager, recording: Recording): Promise<void> {
  const { pending } = recording;
  if (recording.recorded === 0) await writeChangeSet(em, recording);
  for (const [meta, versions] of Map.groupBy(pending, ({ meta }) => meta)) {
    await writeVersions(em, recording, meta, versions);
  }
  recording.recorded += pending.length;
  recording.pending = [];
}

async function writeChangeSet(em: SqlEntityManager, recording: Recording): Promise<void> {
  const { actor, source, reason, requestId, operationName } = recording.context;
  const { rows } = await sql<{ xid: string }>`
    insert into change_set (id, actor_kind, actor_id, reason, request_id, operation_name, source)
    values (${recording.changeSetId}, ${actor.kind}, ${actor.id}, ${reason ?? null}, ${requestId ?? null},
      ${operationName ?? null}, ${source})
    returning xid::text`.execute(em.getKysely());
  recording.xid = rows[0]!.xid;
}

async function writeVersions(
  em: SqlEntityManager,
  { changeSetId, context }: Recording,
  meta: EntityMetadata,
  versions: readonly PendingVersion[],
): Promise<void> {
  const changes = versions.map(({ record, operation, causeId, redacted }) => ({
    id: record.id,
    operation,
    cause_id: causeId ?? null,
    redacted,
  }));
  const sensitive = fieldsOf(meta).filter((field) => field.sensitive);
  const result = await sql`
    with change as (
      select * from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb)
        as c(id uuid, operation text, cause_id uuid, redacted jsonb)
    ), state as (
      select c.operation, c.cause_id, c.redacted, t.id, t.version,
        (to_jsonb(t) - ${columnArray(sensitive)}) ${linkedIds(meta)} as snapshot
      from change c join ${sql.table(meta.tableName)} t on t.id = c.id
    ), compared as (
      select s.*, before.snapshot as base, (
        select coalesce(jsonb_agg(key order by key), '[]')
        from jsonb_object_keys(s.snapshot) key
        where key = any (${comparedKeys(meta)}::text[])
          and coalesce(s.snapshot -> key, 'null') <> coalesce(before.snapshot -> key, 'null')
      ) as changed
      from state s
      left join entity_version before on before.entity_id = s.id and before.version = s.version - 1
      where s.version = 1 or before.version is not null
    ), recorded as (
      insert into entity_version
        (entity_id, version, entity_type, operation, cause_id, snapshot, changed, change_set_id)
      select id, version, ${meta.tableName}, operation, cause_id, snapshot, changed || redacted, ${changeSetId}::uuid
      from compared
      returning entity_id, recorded_at
    )
    insert into audit_entry
      (occurred_at, action, actor_kind, actor_id, entity_type, entity_id, version, before, after, change_set_id, request_id)
    select r.recorded_at, ${meta.tableName} || '.' || lower(c.operation), ${context.actor.kind}, ${context.actor.id},
      ${meta.tableName}, c.id, c.version,
      (select jsonb_object_agg(key, coalesce(c.base -> key, 'null')) from jsonb_array_elements_text(c.changed) key),
      (select jsonb_object_agg(key, c.snapshot -> key) from jsonb_array_elements_text(c.changed) key),
      ${changeSetId}::uuid, ${context.requestId ?? null}
    from compared c join recorded r on r.entity_id = c.id`.execute(em.getKysely());
  if (Number(result.numAffectedRows) !== versions.length) {
    throw new Error(
      `History of ${meta.tableName} has a gap: ${result.numAffectedRows} of ${versions.length} recorded.`,
    );
  }
}

/** What a version can change: its fields, and whether the record is deleted, or a deletion would look like no change. */
function comparedKeys(meta: EntityMetadata): string[] {
  return [...fieldsOf(meta).map((field) => field.column), 'deleted_at'];
}

function columnArray(fields: readonly EntityField[]): RawBuilder<unknown> {
  return sql`${fields.map((field) => field.column)}::text[]`;
}

/** Linked ids are sorted: the same set of links is always the same state. */
function linkedIds(meta: EntityMetadata): RawBuilder<unknown> {
  const links = fieldsOf(meta).filter((field) => field.kind === 'links');
  if (links.length === 0) return sql``;
  const pairs = links.map(({ column, property }) => {
    const owner = sql.ref(`l.${property.joinColumns[0]}`);
    const target = sql.ref(`l.${property.inverseJoinColumns[0]}`);
    return sql`${column}::text, (
      select coalesce(jsonb_agg(${target} order by ${target}), '[]')
      from ${sql.table(property.pivotTable)} l where ${owner} = t.id)`;
  });
  return sql`|| jsonb_build_object(${sql.join(pairs)})`;
}
