import type { EntityMetadata } from '@mikro-orm/core';
import { type RawBuilder, sql } from 'kysely';
import { comparedKeys, sensitiveColumns } from '../core/entity-field.js';
import { linkSpecs } from '../core/link-spec.js';
import type { Check, Violation } from './check.js';

/** What must hold between versions, rows, audit entries and change sets. */
export const historyChecks: readonly Check[] = [
  {
    requirement: 'versions are 1 to n without a gap',
    violations: ({ tableName }) => sql<Violation>`
      select entity_id as id, max(version) as version from entity_version where entity_type = ${tableName}
      group by entity_id having count(*) <> max(version) or min(version) <> 1 or count(*) <> count(distinct version)`,
  },
  {
    requirement: 'the newest snapshot equals the row, column by column and link by link',
    violations: (meta) => sql<Violation>`
      select t.id, t.version from ${sql.table(meta.tableName)} t
      left join entity_version v on v.entity_id = t.id and v.version = t.version
      where v.snapshot is distinct from ${stateOf(meta)} or exists (
        select from entity_version later where later.entity_id = t.id and later.version > t.version)`,
  },
  {
    requirement: 'a history without a row ends in a tombstone',
    violations: ({ tableName }) => sql<Violation>`
      select v.entity_id as id, max(v.version) as version from entity_version v
      left join ${sql.table(tableName)} t on t.id = v.entity_id
      where v.entity_type = ${tableName} and t.id is null
      group by v.entity_id
      having max(v.version) is distinct from (select max(d.version) from tombstone d where d.entity_id = v.entity_id)`,
  },
  {
    requirement: 'each version has one change set, of the same transaction',
    violations: ({ tableName }) => sql<Violation>`
      select v.entity_id as id, v.version from entity_version v left join change_set s on s.id = v.change_set_id
      where v.entity_type = ${tableName} and s.xid is distinct from v.xid`,
  },
  {
    requirement: 'each version has exactly one audit entry, of its change set',
    violations: ({ tableName }) => sql<Violation>`
      select v.entity_id as id, v.version from entity_version v
      left join (
        select entity_id, version, change_set_id, count(*) from audit_entry
        where entity_type = ${tableName} and action <> ${`${tableName}.purge`} group by 1, 2, 3
      ) a on a.entity_id = v.entity_id and a.version = v.version and a.change_set_id = v.change_set_id
      where v.entity_type = ${tableName} and a.count is distinct from 1`,
  },
  {
    requirement: 'each audit entry of a change has its version',
    violations: ({ tableName }) => sql<Violation>`
      select a.entity_id as id, a.version from audit_entry a
      left join entity_version v on v.entity_id = a.entity_id and v.version = a.version
      where a.entity_type = ${tableName} and a.version is not null and v.version is null`,
  },
  {
    requirement: 'before and after of an audit entry are the difference of the two snapshots',
    violations: (meta) => sql<Violation>`
      select a.entity_id as id, a.version from audit_entry a
      join entity_version v on v.entity_id = a.entity_id and v.version = a.version
      left join entity_version b on b.entity_id = v.entity_id and b.version = v.version - 1
      cross join lateral (
        select jsonb_object_agg(key, coalesce(b.snapshot -> key, 'null')) as before, jsonb_object_agg(key, v.snapshot -> key) as after
        from unnest(${comparedKeys(meta)}::text[]) key
        where v.snapshot ? key and coalesce(v.snapshot -> key, 'null') <> coalesce(b.snapshot -> key, 'null')
      ) difference
      where a.entity_type = ${meta.tableName} and a.action <> ${`${meta.tableName}.purge`}
        and (a.before is distinct from difference.before or a.after is distinct from difference.after)`,
  },
  {
    requirement: 'no snapshot holds a sensitive column',
    violations: (meta) => {
      const sensitive = sensitiveColumns(meta);
      if (sensitive.length === 0) return undefined;
      return sql<Violation>`
        select entity_id as id, version from entity_version
        where entity_type = ${meta.tableName} and snapshot ?| ${sensitive}::text[]`;
    },
  },
];

function stateOf(meta: EntityMetadata): RawBuilder<unknown> {
  const row = sql`to_jsonb(t) - ${sensitiveColumns(meta)}::text[]`;
  const links = linkSpecs(meta);
  return links.length === 0 ? sql`(${row})` : sql`(${row} || palimpsest.linked_ids(t.id, ${JSON.stringify(links)}))`;
}
