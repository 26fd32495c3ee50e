import { type EntityMetadata, raw } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { fieldsOf } from '../model/entity-field.js';
import { emptyRow } from './row.js';
import type { VersionKey } from './state-reader.js';
import { upToDate } from './upcast.js';
import { query } from '../session/query.js';

/**
 * The properties of a living record whose columns hold something else than one of its versions does, or the same in other
 * words (1.5, 1.50), each with the SQL for what that version holds: on its way through JavaScript a value may be rounded.
 */
export async function versionValues(
  em: SqlEntityManager,
  meta: EntityMetadata,
  { entityId, version }: VersionKey,
): Promise<Map<string, unknown>> {
  const fields = fieldsOf(meta).filter(({ kind, sensitive }) => kind === 'value' && !sensitive);
  const rows = await query<{ column: string }>(em)`
    select k.column from ${sql.table(meta.tableName)} t
    join entity_version v on v.entity_id = t.id and v.version = ${version}
    cross join lateral (select ${upToDate(meta, 'v')} as state offset 0) past
    cross join lateral (select to_jsonb(t) as row offset 0) r
    cross join unnest(${fields.map(({ column }) => column)}::text[]) k("column")
    where t.id = ${entityId} and past.state ? k.column
      and (past.state -> k.column)::text is distinct from (r.row -> k.column)::text`;
  const platform = em.getPlatform();
  const none = emptyRow(meta).compile(em.getKysely()).sql;
  return new Map(
    fields
      .filter(({ column }) => rows.some((row) => row.column === column))
      .map(({ column, property }) => [
        property.name,
        raw(
          `(select (r.value).${platform.quoteIdentifier(column)} from entity_version v
            cross join lateral palimpsest.typed_state(${none}, palimpsest.upcast(v.entity_type, v.snapshot, v.shape)) r
            where v.entity_id = ? and v.version = ?)`,
          [entityId, version],
        ),
      ]),
  );
}
