import type { EntityMetadata } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { modelOf } from '../../model/entity-model.js';
import { emptyRow } from '../rows/empty-row.js';
import type { VersionKey } from './state-reader.js';
import { upToDate } from './upcast.js';
import { ormFragment } from '../../session/orm-fragment.js';
import { query } from '../../session/query.js';
import { isOwn } from '../../session/own-rows.js';
import { Session } from '../../session/session.js';

/** Types whose values JavaScript holds exactly, and that have one spelling each; as long as nothing converts them. */
const unrounded = /^(text|varchar(\(\d+\))?|boolean)$/;

/**
 * The properties of records whose columns hold something else than one of their versions does, or the same in other words
 * (1.5, 1.50), each with the SQL for what that version holds: on its way through JavaScript a value may be rounded.
 *
 * @param keys the version of each record, at most one of each
 * @returns by the record's id, then by the property's name
 */
export async function versionValues(
  em: SqlEntityManager,
  meta: EntityMetadata,
  keys: readonly VersionKey[],
): Promise<Map<string, Map<string, unknown>>> {
  const fields = modelOf(meta).fields.filter(
    ({ kind, sensitive, conversion, type }) =>
      kind === 'value' && !sensitive && (conversion !== undefined || !unrounded.test(type)),
  );
  const [ids, versions] = [keys.map(({ entityId }) => entityId), keys.map(({ version }) => version)];
  const rows = await query<{ id: string; version: number; columns: string[] }>(em)`
    select t.id, v.version, c.columns from unnest(${ids}::uuid[], ${versions}::int[]) n(id, version)
    join ${sql.table(meta.tableName)} t on ${isOwn('t')} and t.id = n.id
    join entity_version v on ${isOwn('v')} and v.entity_id = n.id and v.version = n.version
    cross join lateral (select ${upToDate(meta, 'v')} as state offset 0) past
    cross join lateral (select to_jsonb(t) as row offset 0) r
    cross join lateral (
      select coalesce(jsonb_agg(k.column), '[]') as columns from unnest(${fields.map(({ column }) => column)}::text[]) k("column")
      where past.state ? k.column and (past.state -> k.column)::text is distinct from (r.row -> k.column)::text) c`;
  const { whom } = new Session(em);
  const valueOf = (column: string, { id, version }: { id: string; version: number }) =>
    ormFragment(
      sql`(select (r.value).${sql.id(column)} from entity_version v
        cross join lateral palimpsest.typed_state(${emptyRow(meta)}, palimpsest.upcast(v.entity_type, v.snapshot, v.shape)) r
        where ${isOwn('v')} and v.entity_id = ${id} and v.version = ${version})`,
      whom,
    );
  return new Map(
    rows.map((row) => {
      const differing = fields.filter(({ column }) => row.columns.includes(column));
      return [row.id, new Map(differing.map(({ column, property }) => [property, valueOf(column, row)]))];
    }),
  );
}
