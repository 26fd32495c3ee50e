import type { EntityMetadata } from '@mikro-orm/core';
import { type RawBuilder, sql } from 'kysely';
import { modelOf } from '../model/entity-model.js';
import type { LinkSpec } from '../model/link-spec.js';
import { upToDate } from '../read/states/upcast.js';
import { isOwn } from '../session/own-rows.js';
import { type Pass, versionsOf } from './check.js';
import type { VersionShape } from './version-shape.js';

const equalsRow = 'the newest snapshot equals the row, column by column and link by link';

/** What must hold of each row: history ends in what stands there, whichever shape it was written under. */
export const rowCheck = (meta: EntityMetadata, { shape }: VersionShape): Pass => ({
  columns: { [equalsRow]: differingColumns(meta) },
  rows: sql`
    (select * from ${sql.table(meta.tableName)} r where ${isOwn('r')}) t
    left join ${versionsOf(meta)} v on v.entity_id = t.id and v.version = t.version
    ${sql.join(modelOf(meta).links.map(linkedIds), sql` `)}`,
  id: sql`t.id`,
  version: sql`t.version`,
  breaches: {
    [equalsRow]: sql`
      case when v.shape is null or v.shape = ${shape} then v.snapshot::text is distinct from ${stateOf(meta)}::text
      else (${upToDate(meta, 'v')} - '{$dropped,$unfit}'::text[])::text <> ${stateOf(meta)}::text end`,
  },
});

// In one go: palimpsest.linked_ids would ask once a record.
function linkedIds({ key, table, owner, target }: LinkSpec): RawBuilder<unknown> {
  const id = sql.ref(owner);
  return sql`
    left join (
      select ${id} as owner_id, jsonb_agg(${sql.ref(target)} order by ${sql.ref(target)}) as ids
      from ${sql.table(table)} l where ${isOwn('l')} group by ${id}
    ) ${sql.id(`links:${key}`)} on ${sql.ref(`links:${key}.owner_id`)} = t.id`;
}

function stateOf(meta: EntityMetadata): RawBuilder<unknown> {
  const sensitive = modelOf(meta).sensitiveKeys;
  const links = modelOf(meta).links.map(
    ({ key }) => sql`${sql.lit(key)}, coalesce(${sql.ref(`links:${key}.ids`)}, '[]')`,
  );
  // Each step makes a whole document anew, also where there is nothing to take away or to add.
  const row = sensitive.length > 0 ? sql`to_jsonb(t) - ${sensitive}::text[]` : sql`to_jsonb(t)`;
  return links.length > 0 ? sql`(${row} || jsonb_build_object(${sql.join(links)}))` : sql`(${row})`;
}

/** SQL: the columns in which a row and its newest snapshot differ; none where there is no such snapshot. */
function differingColumns(meta: EntityMetadata): RawBuilder<unknown> {
  return sql`array(
    select key from (select ${upToDate(meta, 'v')} - '{$dropped,$unfit}'::text[] as state, ${stateOf(meta)} as row offset 0) sides
    cross join lateral jsonb_object_keys(sides.state || sides.row) key
    where (sides.state -> key)::text is distinct from (sides.row -> key)::text order by key)`;
}
