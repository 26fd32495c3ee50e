import type { EntityMetadata } from '@mikro-orm/core';
import { type RawBuilder, sql } from 'kysely';
import { comparedKeys, sensitiveColumns } from '../core/entity-field.js';
import { type Check, entriesOf, versionsOf } from './check.js';
import { sharedRequirements } from './shared-requirements.js';

/** What must hold of each version: what it follows, what it belongs to, and what is said to have changed. */
export const versionCheck: Check = (meta) => {
  const sensitive = sensitiveColumns(meta);
  const columns = sql.join(comparedKeys(meta).map((key) => sql`${sql.ref(key)} jsonb`));
  return {
    // Both snapshots are taken apart once, here: each -> would fetch and unpack the whole of a long one anew.
    rows: sql`
      ${versionsOf(meta)} v
      left join ${versionsOf(meta)} b on b.entity_id = v.entity_id and b.version = v.version - 1
      left join ${entriesOf(meta)} a on a.entity_id = v.entity_id and a.version = v.version
      left join change_set s on s.id = v.change_set_id
      left join history_start h on h.entity_id = v.entity_id
      cross join lateral jsonb_to_record(v.snapshot) as state(${columns})
      cross join lateral jsonb_to_record(b.snapshot) as base(${columns})
      cross join lateral array_remove(array[${sql.join(comparedKeys(meta).map(changed))}], null) as difference(keys)`,
    id: sql`v.entity_id`,
    version: sql`v.version`,
    breaches: {
      [sharedRequirements.withoutGap]: sql`b.version is null and v.version > coalesce(h.version, 1)`,
      'each version has its change set': sql`s.id is null`,
      'a version and its change set are of the same transaction': sql`s.xid <> v.xid`,
      [sharedRequirements.oneAuditEntry]: sql`
        case when a.id is null
          then not exists (select from audit_drop m where v.recorded_at >= m.starts_at and v.recorded_at < m.ends_at)
          else a.change_set_id is distinct from v.change_set_id end`,
      'an audit entry says what its version does, and who as its change set does': sql`
        a.action <> ${meta.tableName} || '.' || lower(v.operation)
        or (a.id is not null and (a.actor_kind, a.actor_id) is distinct from (s.actor_kind, s.actor_id))`,
      'before and after of an audit entry are the difference of the two snapshots': differs(meta),
      ...(sensitive.length > 0 && {
        'no snapshot holds a sensitive column': sql`v.snapshot ?| ${sensitive}::text[]`,
      }),
    },
  };
};

/**
 * SQL: what a version and its audit entry say has changed is not what has. Of the first version kept, the base is gone.
 * What is no column any more, dropped by a migration since, is left to its snapshot.
 */
function differs(meta: EntityMetadata): RawBuilder<unknown> {
  const keys = sql`${comparedKeys(meta)}::text[]`;
  return sql`not coalesce(
    case when b.version is null and v.version > 1 then v.snapshot || coalesce(a.after, '{}') = v.snapshot
    else v.changed ?& difference.keys and not v.changed - difference.keys ?| ${keys}
      and (coalesce(a.after - difference.keys, '{}') = '{}'
        or (not a.after - difference.keys ?| ${keys} and v.snapshot || a.after = v.snapshot))
      and (coalesce(a.before - difference.keys, '{}') = '{}' or not a.before - difference.keys ?| ${keys})
    end, false)`;
}

/**
 * SQL: the key, where it has changed and the audit entry tells so; '' where it tells otherwise; null where it has not. As
 * write_versions has it: a column that a snapshot lacks, since it came or went with a migration, has not changed.
 */
function changed(key: string): RawBuilder<unknown> {
  const [state, base] = [sql.ref(`state.${key}`), sql.ref(`base.${key}`)];
  const name = sql.lit(key);
  return sql`
    case when ${state} is distinct from ${base} and (${state} is not null or v.snapshot ? ${name})
    then case when a.id is null
      or (a.after -> ${name} = coalesce(${state}, 'null') and a.before -> ${name} = coalesce(${base}, 'null'))
    then ${name} else '' end end`;
}
