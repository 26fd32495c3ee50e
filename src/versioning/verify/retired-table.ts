import type { EntityMetadata } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { modelOf } from '../model/entity-model.js';
import { bookkeepingColumns } from '../read/differences/untyped-diff.js';
import type { PresentKeys } from './version-shape.js';
import { isOwn } from '../session/own-rows.js';
import { query } from '../session/query.js';

/** A table that a migration has retired: of its records there is history alone. */
export interface RetiredTable extends PresentKeys {
  readonly tableName: string;
}

/**
 * The tables that are retired, with what versions of them were about.
 *
 * @param metas the entities that there are, whose columns tell which are not an entity's own
 */
export async function readRetiredTables(
  em: SqlEntityManager,
  metas: readonly EntityMetadata[],
): Promise<RetiredTable[]> {
  const fromOutside = metas.flatMap((meta) => modelOf(meta).outsideColumns);
  const never = [...bookkeepingColumns, ...fromOutside];
  const rows = await query<RetiredTable>(em)`
    select s.entity_type as "tableName", '{}'::text[] as secret,
      array(select name from jsonb_object_keys(palimpsest.columns_at(s.entity_type)) name
        where name <> all (${never}::text[])) as keys
    from entity_shape s where jsonb_path_exists(s.steps, '$[*].retire')
      and s.entity_type <> all (${metas.map(({ tableName }) => tableName)}::text[]) order by 1`;
  return rows.map((row) => ({ ...row, never }));
}

/** How many versions there are of tables that are retired, by table. */
export async function countRetiredVersions(em: SqlEntityManager): Promise<Map<string, number>> {
  const rows = await query<{ table: string; count: number }>(em)`
    select v.entity_type as "table", count(*)::int as count from entity_version v
    where ${isOwn('v')} and v.entity_type in (select s.entity_type from entity_shape s where jsonb_path_exists(s.steps, '$[*].retire'))
    group by 1 order by 1`;
  return new Map(rows.map(({ table, count }) => [table, count]));
}
