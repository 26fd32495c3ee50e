import type { EntityMetadata } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { fieldsOf } from './entity-field.js';
import { readableColumns, rowOf } from './row.js';
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
export async function readStates(
  em: SqlEntityManager,
  meta: EntityMetadata,
  keys: readonly VersionKey[],
): Promise<Map<string, State>> {
  if (keys.length === 0) return new Map();
  const linkColumns = fieldsOf(meta)
    .filter((field) => field.kind === 'links')
    .map((field) => field.column);
  const { rows } = await sql<Record<string, unknown> & { $links: Record<string, string[]> }>`
    select ${readableColumns(meta, 'r', em.getPlatform())}, (
      select coalesce(jsonb_object_agg(key, v.snapshot -> key), '{}') from unnest(${linkColumns}::text[]) key
    ) as "$links"
    from unnest(${keys.map((key) => key.entityId)}::uuid[], ${keys.map((key) => key.version)}::int[]) as k(entity_id, version)
    join entity_version v on v.entity_id = k.entity_id and v.version = k.version and v.entity_type = ${meta.tableName}
    cross join lateral jsonb_populate_record(null::${sql.table(meta.tableName)}, v.snapshot) r`.execute(em.getKysely());
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
