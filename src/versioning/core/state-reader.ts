import type { EntityMetadata } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import { fieldsOf, sensitiveColumns } from './entity-field.js';
import { emptyRow, readableColumns, rowOf } from './row.js';
import type { State } from './state.js';

/** Names one version of one record. */
export interface VersionKey {
  readonly entityId: string;
  readonly version: number;
}

/** The key under which {@link readStates} answers. */
export function versionKey({ entityId, version }: VersionKey): string {
  return `${entityId}@${version}`;
}

/**
 * The states of records of one entity at given versions, by {@link versionKey}; unknown ones are left out.
 * Snapshots are turned back into typed rows by the database, so that the past has the same form as the present.
 */
export function readStates(
  em: SqlEntityManager,
  meta: EntityMetadata,
  keys: readonly VersionKey[],
): Promise<Map<string, State>> {
  return readDocuments(em, meta, keys, sql`v.snapshot`);
}

/**
 * The states that versions were made from whose predecessors retention has removed, by {@link versionKey} of the version
 * itself: what it changed is as its audit entry says, or null where the audit log does not reach back so far.
 */
export function readBases(
  em: SqlEntityManager,
  meta: EntityMetadata,
  keys: readonly VersionKey[],
): Promise<Map<string, State>> {
  return readDocuments(
    em,
    meta,
    keys,
    sql`(v.snapshot || coalesce(
      (select a.before from audit_entry a
        where a.entity_id = v.entity_id and a.version = v.version and a.change_set_id = v.change_set_id
          and a.occurred_at = v.recorded_at),
      (select jsonb_object_agg(key, null) from jsonb_array_elements_text(v.changed) key),
      '{}') || jsonb_build_object('version', v.version))`,
  );
}

async function readDocuments(
  em: SqlEntityManager,
  meta: EntityMetadata,
  keys: readonly VersionKey[],
  document: RawBuilder<unknown>,
): Promise<Map<string, State>> {
  if (keys.length === 0) return new Map();
  const linkColumns = fieldsOf(meta)
    .filter((field) => field.kind === 'links')
    .map((field) => field.column);
  const { rows } = await sql<Record<string, unknown> & { $links: Record<string, string[]> }>`
    select ${readableColumns(meta, 'r', em.getPlatform())}, (
      select coalesce(jsonb_object_agg(key, d.document -> key), '{}') from unnest(${linkColumns}::text[]) key
    ) as "$links"
    from unnest(${keys.map((key) => key.entityId)}::uuid[], ${keys.map((key) => key.version)}::int[]) as k(entity_id, version)
    join entity_version v on v.entity_id = k.entity_id and v.version = k.version and v.entity_type = ${meta.tableName}
    cross join lateral (select ${document} as document) d
    cross join lateral jsonb_populate_record(${emptyRow(meta)}, d.document) r`.execute(em.getKysely());
  const platform = em.getPlatform();
  return new Map(
    rows.map((raw) => {
      const record = rowOf<State['record']>(meta, raw, platform);
      return [versionKey({ entityId: record.id, version: record.version }), { record, links: raw.$links }];
    }),
  );
}

/** The state of one record at one version, or null. */
export async function readState(em: SqlEntityManager, meta: EntityMetadata, key: VersionKey): Promise<State | null> {
  return (await readStates(em, meta, [key])).get(versionKey(key)) ?? null;
}

/** The columns of sensitive fields that changed after a version: of them history holds that they did, and no value. */
export async function redactedSince(
  em: SqlEntityManager,
  meta: EntityMetadata,
  { entityId, version }: VersionKey,
): Promise<string[]> {
  const columns = sensitiveColumns(meta);
  if (columns.length === 0) return [];
  const { rows } = await sql<{ name: string }>`
    select distinct name from entity_version v cross join jsonb_array_elements_text(v.changed) name
    where v.entity_id = ${entityId} and v.version > ${version} and name = any (${columns})`.execute(em.getKysely());
  return rows.map(({ name }) => name);
}
