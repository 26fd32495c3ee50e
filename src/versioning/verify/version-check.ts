import { type RawBuilder, sql } from 'kysely';
import { isOwn } from '../session/own-rows.js';
import { entriesOf, type Slice, type SlicedCheck, versionsOf } from './check.js';
import type { Table } from './table.js';
import { sharedRequirements } from './shared-requirements.js';
import type { VersionShape } from './version-shape.js';

const isDifference = 'before and after of an audit entry are the difference of the two snapshots';
const noSecret = 'no snapshot holds a sensitive column';

/**
 * What must hold of each version of one shape: what it follows, what it belongs to, and what is said to have changed. The
 * version before is compared in the same shape, as write_versions compared it.
 */
export const versionCheck: SlicedCheck = (table, shape, slice) => {
  const { keys, secret, isPresent } = shape;
  const kept = isPresent ? sql`state` : sql`jsonb_strip_nulls(state)`;
  return {
    rows: sql`(
      select *, array_remove(array[${sql.join(keys.map(changed))}], null) as keys
      from ${joined(table, shape, slice)} j offset 0) v`,
    id: sql`v.entity_id`,
    version: sql`v.version`,
    breaches: {
      [sharedRequirements.withoutGap]: sql`base_version is null and v.version > start`,
      'each version has its change set': sql`set_id is null`,
      'a version and its change set are of the same transaction': sql`set_xid <> xid`,
      [sharedRequirements.oneAuditEntry]: sql`
        case when entry_id is null
          then not exists (select from audit_drop m where recorded_at >= m.starts_at and recorded_at < m.ends_at)
          else entry_set_id is distinct from change_set_id end`,
      // Clocks that are put right, or another server that takes over, step by less than an hour.
      'a version and its audit entry are of one moment, no earlier than the version before and not to come': sql`
        entry_at <> recorded_at or recorded_at < base_at - interval '1 hour'
        or recorded_at > statement_timestamp() + interval '1 hour'`,
      'an audit entry says what its version does, and who as its change set does': sql`
        entry_action <> entry_type || '.' || lower(operation)
        or (entry_id is not null and (entry_actor_kind, entry_actor_id) is distinct from (set_actor_kind, set_actor_id))`,
      [isDifference]: differs(keys),
      ...(secret.length > 0 && {
        [noSecret]: sql`${kept} ?| ${secret}::text[]`,
      }),
    },
    columns: {
      [isDifference]: wronglyTold(keys),
      [noSecret]: sql`array(select key from unnest(${secret}::text[]) key where ${kept} ? key)`,
    },
  };
};

/**
 * SQL: each version with the one before, its audit entry and its change set. The snapshots are fetched and unpacked here,
 * once: `offset 0` keeps that apart from what asks for their keys, each of which would do it anew.
 */
function joined(table: Table, shape: VersionShape, slice: Slice): RawBuilder<unknown> {
  return sql`(
    select v.entity_id, v.version, v.operation, v.changed, v.xid, v.recorded_at, v.change_set_id,
      v.snapshot || '{}' as state, ${base(shape)} as base, b.version as base_version, b.recorded_at as base_at, coalesce(h.version, 1) as start,
      s.id as set_id, s.xid as set_xid, s.actor_kind as set_actor_kind, s.actor_id as set_actor_id,
      a.id as entry_id, a.occurred_at as entry_at, a.change_set_id as entry_set_id, a.action as entry_action, a.entity_type as entry_type, a.actor_kind as entry_actor_kind,
      a.actor_id as entry_actor_id, a.before, a.after
    from ${versionsOf(table, slice)} v
    left join ${versionsOf(table, slice)} b on b.entity_id = v.entity_id and b.version = v.version - 1
    left join ${entriesOf(table, slice)} a on a.entity_id = v.entity_id and a.version = v.version
    left join change_set s on ${isOwn('s')} and s.id = v.change_set_id
    left join history_start h on ${isOwn('h')} and h.entity_id = v.entity_id
    where v.shape = ${shape.shape}
    offset 0)`;
}

/** SQL: the snapshot before, in the shape of this one. */
function base({ shape }: VersionShape): RawBuilder<unknown> {
  if (shape === 1) return sql`b.snapshot || '{}'`;
  const upcast = sql`palimpsest.upcast(b.entity_type, b.snapshot, b.shape, ${shape}) - '{$dropped,$unfit}'::text[]`;
  return sql`case when b.shape = v.shape then b.snapshot || '{}' else ${upcast} end`;
}

/**
 * SQL: what a version and its audit entry say has changed is not what has. Of the first version kept, the base is gone.
 * What is no column any more, dropped by a migration since, is left to its snapshot.
 */
function differs(keys: readonly string[]): RawBuilder<unknown> {
  const columns = sql`${keys}::text[]`;
  return sql`not coalesce(
    case when base_version is null and v.version > 1 then state || coalesce(after, '{}') = state
    when jsonb_array_length(changed) = cardinality(keys) and changed - keys = '[]'
      and coalesce(after - keys, '{}') = '{}' and coalesce(before - keys, '{}') = '{}' then true
    else changed ?& keys and not changed - keys ?| ${columns}
      and (coalesce(after - keys, '{}') = '{}' or (not after - keys ?| ${columns} and state || after = state))
      and (coalesce(before - keys, '{}') = '{}' or not before - keys ?| ${columns})
    end, false)`;
}

/** SQL: of which keys it is told wrongly whether, or how, they have changed. Of the first version kept, the base is gone. */
function wronglyTold(keys: readonly string[]): RawBuilder<unknown> {
  const key = sql.ref('key');
  const told = sql`(changed ? key or coalesce(after ? key, false) or coalesce(before ? key, false))`;
  return sql`array(
    select key from unnest(${keys}::text[]) key
    where case when base_version is null and version > 1 then after ? key and after -> key <> coalesce(state -> key, 'null')
      when ${hasChanged(key)} then not (changed ? key) or not (${isToldRightly(key)}) else ${told} end)`;
}

/**
 * SQL: the key, where it has changed and the audit entry tells so; '' where it tells otherwise; null where it has not.
 */
function changed(key: string): RawBuilder<unknown> {
  const name = sql.lit(key);
  return sql`case when ${hasChanged(name)} then case when ${isToldRightly(name)} then ${name} else '' end end`;
}

/**
 * SQL: whether a key has changed. As write_versions has it: a column that a snapshot lacks, since it came or went with a
 * migration, has not. What is only written in another way (1.5, 1.50) has changed where the version says so; those of old
 * do not.
 */
function hasChanged(key: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(state -> ${key} <> coalesce(base -> ${key}, 'null')
    or (base_version is null and state ? ${key} and state -> ${key} <> 'null')
    or (changed ? ${key} and (state -> ${key})::text <> coalesce(base -> ${key}, 'null')::text))`;
}

/** SQL: whether the audit entry, where there is one, has the two values of a key. */
function isToldRightly(key: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(entry_id is null
    or ((after -> ${key})::text = (state -> ${key})::text
      and (before -> ${key})::text = coalesce(base -> ${key}, 'null')::text))`;
}
