import type { SqlFunction } from './sql-function.js';

/**
 * The one writer of versions and audit entries, for the ORM's recorder and for the triggers: one of each for each given
 * version, with what changed against the version before. A version whose predecessor is missing is left out, so that
 * the caller, who compares the count, refuses a gap.
 *
 * versions: [{ id, version, operation, cause_id, redacted: [column], snapshot }]
 * keys: the keys of a snapshot that a version is about; the others describe the version
 */
export const writeVersions: SqlFunction = {
  signature: 'write_versions(text, uuid, text[], jsonb)',
  definition: `
create or replace function palimpsest.write_versions(of_type text, in_change_set uuid, keys text[], versions jsonb)
returns bigint language sql as $$
  with state as (
    select * from jsonb_to_recordset(versions)
      as s(id uuid, version int, operation text, cause_id uuid, redacted jsonb, snapshot jsonb)
  ), based as (
    -- A subquery and no join: however large the history and however old its statistics, one look into the key a version.
    select s.*, (
      select before.snapshot from entity_version before where before.entity_id = s.id and before.version = s.version - 1
    ) as base
    from state s
  ), compared as (
    select b.*, (
      select coalesce(jsonb_agg(key order by key), '[]')
      from unnest(keys) key
      where b.snapshot ? key and coalesce(b.snapshot -> key, 'null') <> coalesce(b.base -> key, 'null')
    ) as changed
    from based b
    where b.version = 1 or b.base is not null
  ), recorded as (
    insert into entity_version
      (entity_id, version, entity_type, operation, cause_id, snapshot, changed, change_set_id)
    select id, version, of_type, operation, cause_id, snapshot, changed || coalesce(redacted, '[]'), in_change_set
    from compared
    returning entity_id, version, recorded_at
  ), audited as (
    insert into audit_entry
      (occurred_at, action, actor_kind, actor_id, entity_type, entity_id, version, before, after, change_set_id, request_id)
    select r.recorded_at, of_type || '.' || lower(c.operation), s.actor_kind, s.actor_id, of_type, c.id, c.version,
      (select jsonb_object_agg(key, coalesce(c.base -> key, 'null')) from jsonb_array_elements_text(c.changed) key),
      (select jsonb_object_agg(key, c.snapshot -> key) from jsonb_array_elements_text(c.changed) key),
      in_change_set, s.request_id
    from compared c
    join recorded r on r.entity_id = c.id and r.version = c.version
    join change_set s on s.id = in_change_set
    returning 1
  )
  select count(*) from audited;
$$`,
};
