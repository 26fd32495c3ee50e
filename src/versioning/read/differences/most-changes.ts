import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { modelOf } from '../../model/entity-model.js';
import { bookkeepingColumns } from './untyped-diff.js';
import { versionedEntities } from '../../model/entities.js';
import { query } from '../../session/query.js';

/**
 * As many fields as one change of a record can change, of the entity that has the most: its deletion is one, and so is each
 * field that was dropped since. What is no entity any more counts too.
 */
export async function mostChanges(em: SqlEntityManager): Promise<number> {
  const rows = await query<{ table: string; columns: number; dropped: number }>(em)`
    select s.entity_type as "table",
      (select count(*)::int from jsonb_object_keys(palimpsest.columns_at(s.entity_type)) name
        where name <> all (${[...bookkeepingColumns]}::text[])) as columns,
      sum((select count(*) from jsonb_array_elements(s.steps) step where step ? 'drop'))::int as dropped
    from entity_shape s group by s.entity_type`;
  const metas = versionedEntities(em);
  const dropped = new Map(rows.map((row) => [row.table, row.dropped]));
  const known = metas.map((meta) => modelOf(meta).shown.length + 1 + (dropped.get(meta.tableName) ?? 0));
  const unknown = rows.filter(({ table }) => !metas.some(({ tableName }) => tableName === table));
  return Math.max(1, ...known, ...unknown.map((row) => row.columns + row.dropped));
}
