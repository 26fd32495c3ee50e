-- The one writer of versions and audit entries, for record_versions and for the triggers: one of each for each given
-- version, with what changed against the version before. What was meant must be what can have happened. A version whose
-- predecessor is missing is left out, so that the caller, who compares the count, refuses a gap. In PL/pgSQL, which plans it
-- once a session and not once a call.
--
-- versions: [{ id, version, operation, cause_id, redacted: [column], snapshot }]
-- keys: the keys of a snapshot that a version is about; the others describe the version
--
-- callers: owner
create or replace function palimpsest.write_versions(of_type text, in_change_set uuid, keys text[], versions jsonb)
returns bigint language plpgsql set enable_seqscan = off as $$
declare
  own constant xid8 := pg_current_xact_id();
  maker tables.change_set;
  entry jsonb;
  state jsonb;
  base jsonb;
  of_id uuid;
  of_version int;
  version_before int;
  present_shape int;
  base_shape int;
  was_deleted boolean;
  is_deleted boolean;
  key text;
  changed jsonb;
  before jsonb;
  after jsonb;
  recorded_at timestamptz;
  written bigint := 0;
begin
  -- By its transaction too: on tables that were empty when it was planned, that is an index condition the more.
  select * into maker from tables.change_set s where s.id = in_change_set and s.xid = own;
  present_shape := palimpsest.shape_of(of_type);
  -- Assignments and no queries, wherever there is nothing to look up: each query costs more than the work it does.
  for place in 0 .. jsonb_array_length(versions) - 1 loop
    entry := versions -> place;
    of_id := entry ->> 'id';
    of_version := entry ->> 'version';
    -- In a variable too, or an index that knows no versions looks just as good.
    version_before := of_version - 1;
    state := entry -> 'snapshot';
    select v.snapshot, v.shape into base, base_shape from tables.entity_version v
    where v.entity_id = of_id and v.version = version_before and v.entity_type = of_type;
    continue when base is null and of_version > 1;
    if base_shape <> present_shape then
      base := palimpsest.upcast(of_type, base, base_shape, present_shape);
    end if;
    was_deleted := base ->> 'deleted_at' is not null;
    is_deleted := state ->> 'deleted_at' is not null;
    if not (case entry ->> 'operation'
      when 'CREATE' then of_version = 1
      when 'DELETE' then is_deleted and not was_deleted
      when 'RESTORE' then was_deleted and not is_deleted
      else of_version > 1 and was_deleted = is_deleted end) then
      raise exception 'Version % of % % is no %.', of_version, of_type, of_id, entry ->> 'operation' using errcode = '23514';
    end if;
    changed := '[]';
    before := null;
    after := null;
    foreach key in array keys loop
      if (state -> key)::text <> coalesce(base -> key, 'null')::text then
        changed := changed || to_jsonb(key);
        before := coalesce(before, '{}') || jsonb_build_object(key, coalesce(base -> key, 'null'));
        after := coalesce(after, '{}') || jsonb_build_object(key, state -> key);
      end if;
    end loop;
    if jsonb_array_length(changed) > 1 then
      changed := (select jsonb_agg(name order by name) from jsonb_array_elements_text(changed) name);
    end if;
    recorded_at := clock_timestamp();
    insert into tables.audit_entry
      (occurred_at, action, actor_kind, actor_id, entity_type, entity_id, version, before, after, change_set_id, request_id)
    values (recorded_at, of_type || '.' || lower(entry ->> 'operation'), maker.actor_kind, maker.actor_id, of_type, of_id,
      of_version, before, after, in_change_set, maker.request_id);
    -- Last, for it is checked at once where a client does not defer constraints.
    insert into tables.entity_version
      (entity_id, version, shape, entity_type, operation, cause_id, snapshot, changed, change_set_id, recorded_at)
    values (of_id, of_version, present_shape, of_type, entry ->> 'operation', (entry ->> 'cause_id')::uuid, state,
      changed || coalesce(entry -> 'redacted', '[]'), in_change_set, recorded_at);
    written := written + 1;
  end loop;
  return written;
end $$;
