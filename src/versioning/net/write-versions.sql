-- The one writer of versions and audit entries, for record_versions and for the triggers: one of each for each given
-- version, with what changed against the version before, all in one statement. What was meant must be what can have
-- happened. A version whose predecessor is missing is left out, so that the caller, who compares the count, refuses a gap.
-- In PL/pgSQL, which plans it once a session and not once a call.
--
-- keys: the keys of a snapshot that a version is about; the others describe the version
-- ids, versions, operations, snapshots, redacted, causes: an element each of each version, at most one of each record; the
--   names of sensitive columns that changed as a JSON list; causes may end early, or be none
-- whom: whose; null: whom the session works for
--
-- callers: owner
create or replace function palimpsest.write_versions(
  of_type text, in_change_set uuid, keys text[], ids uuid[], versions int[], operations text[], snapshots jsonb[], redacted jsonb[],
  causes uuid[] default null, whom uuid default null)
returns bigint language plpgsql set enable_seqscan = off as $$
declare
  own constant xid8 := palimpsest.transaction_number();
  present_shape constant int := palimpsest.shape_of(of_type);
  -- Ordered here, and not anew for each version.
  ordered_keys constant text[] := array(select key from unnest(keys) key order by key);
  maker tables.change_set;
  impossible text;
  written bigint;
begin
  whom := coalesce(whom, palimpsest.working_for());
  -- By its transaction too: on tables that were empty when it was planned, that is an index condition the more.
  select * into maker from tables.change_set s where is_own(s, whom) and s.id = in_change_set and s.xid = own;
  with given as (
    select * from unnest(ids, versions, operations, snapshots, redacted, causes)
      as g(id, version, operation, state, redacted, cause_id)
  ), compared as materialized (
    select g.*, d.before, d.after, d.changed, clock_timestamp() as recorded_at,
      coalesce(case g.operation
        when 'CREATE' then g.version = 1
        when 'DELETE' then is_deleted and not was_deleted
        when 'RESTORE' then was_deleted and not is_deleted
        -- It may delete and restore, and belongs to what undoes something: migrations write before there is that column.
        when 'UNDO' then g.version > 1 and to_jsonb(maker) ->> 'undoes_id' is not null
        else g.version > 1 and was_deleted = is_deleted end, false) as possible
    from given g
    left join lateral (
      -- Unpacked here, once, and not anew for each key.
      select case when v.shape = present_shape then v.snapshot || '{}'
        else palimpsest.upcast(of_type, v.snapshot, v.shape, present_shape) end as base
      from tables.entity_version v
      where is_own(v, whom) and v.entity_id = g.id and v.version = g.version - 1 and v.entity_type = of_type
      offset 0) b on true
    cross join lateral (
      select base ->> 'deleted_at' is not null as was_deleted, g.state ->> 'deleted_at' is not null as is_deleted) deletion
    cross join lateral (
      select coalesce(jsonb_agg(key), '[]') as changed,
        jsonb_object_agg(key, coalesce(base -> key, 'null')) as before, jsonb_object_agg(key, g.state -> key) as after
      from unnest(ordered_keys) key
      where (g.state -> key)::text <> coalesce(base -> key, 'null')::text) d
    where base is not null or g.version = 1
  ), audited as (
    insert into tables.audit_entry
      (occurred_at, action, actor_kind, actor_id, entity_type, entity_id, version, before, after, change_set_id, request_id)
    select c.recorded_at, of_type || '.' || lower(c.operation), maker.actor_kind, maker.actor_id, of_type, c.id,
      c.version, c.before, c.after, in_change_set, maker.request_id
    from compared c where c.possible
  ), recorded as (
    -- The transaction and what it sees are asked once; as defaults they would be for each version.
    insert into tables.entity_version
      (entity_id, version, shape, entity_type, operation, cause_id, snapshot, changed, change_set_id, xid, seen, recorded_at)
    select c.id, c.version, present_shape, of_type, c.operation, c.cause_id, c.state, c.changed || c.redacted,
      in_change_set, own, (select palimpsest.current_snapshot()), c.recorded_at
    from compared c where c.possible
  )
  select count(*),
    (array_agg(format('Version %s of %s %s is no %s.', c.version, of_type, c.id, c.operation)) filter (where not c.possible))[1]
  into written, impossible from compared c;
  if impossible is not null then
    raise exception '%', impossible using errcode = '23514';
  end if;
  return written;
end $$;
