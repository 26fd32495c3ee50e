-- After a row of a versioned table is removed for good. A living record's last state is kept as a version of its own; a
-- deleted one's is there already, so that its removal is a purge and leaves a tombstone and an audit entry alone.
-- Its earlier changes in the same transaction, which would be recorded at its end, are recorded first.
--
-- Arguments: as for record_change.
--
-- callers: owner
create or replace function palimpsest.record_removal() returns trigger
language plpgsql security definer
set search_path from current set timezone = 'UTC' set enable_seqscan = off
set extra_float_digits = 1 set datestyle = 'ISO, YMD' set intervalstyle = 'postgres' set bytea_output = 'hex' as $$
declare
  whom constant uuid := owner_of(old);
  sensitive constant text[] := tg_argv[0]::text[];
  keys constant text[] := tg_argv[1]::text[];
  links constant jsonb := tg_argv[2]::jsonb;
  change_set_id uuid;
  last_version int := old.version;
  state jsonb := to_jsonb(old) - sensitive;
begin
  perform palimpsest.work_for(state);
  change_set_id := palimpsest.change_set_of_transaction(whom);
  if old.deleted_at is null then
    last_version := old.version + 1;
  end if;
  -- First of all, for by it versions of a row that is gone are told from forged ones. An earlier removal was taken back.
  delete from tables.tombstone t
  where is_own(t, whom) and t.entity_id = old.id and t.entity_type = tg_table_name and t.version < last_version;
  insert into tables.tombstone (entity_id, entity_type, version, change_set_id)
  values (old.id, tg_table_name, last_version, change_set_id);
  if not exists (select from tables.entity_version v where is_own(v, whom) and v.entity_id = old.id and v.version = old.version) then
    perform palimpsest.record_pending(tg_table_name);
    perform palimpsest.begin_history(tg_table_name, jsonb_build_array(to_jsonb(old)), 'SQL', whom);
    if not exists (select from tables.entity_version v where is_own(v, whom) and v.entity_id = old.id and v.version = old.version) then
      raise exception 'The history of % % lacks version %.', tg_table_name, old.id, old.version using errcode = '23514';
    end if;
  end if;
  if old.deleted_at is null then
    state := state || jsonb_build_object('version', last_version, 'deleted_at', clock_timestamp(),
      'deleted_by', 'SQL:' || palimpsest.current_actor(), 'deleted_in', change_set_id);
    perform palimpsest.write_versions(tg_table_name, change_set_id, keys, array[old.id], array[last_version], array['DELETE'],
      array[state || palimpsest.linked_ids(old.id, links, whom)], array['[]'::jsonb], whom => whom);
  else
    insert into tables.audit_entry (action, actor_kind, actor_id, entity_type, entity_id, version, change_set_id, request_id)
    select tg_table_name || '.purge', s.actor_kind, s.actor_id, tg_table_name, old.id, old.version, s.id, s.request_id
    from tables.change_set s where is_own(s, whom) and s.id = change_set_id;
  end if;
  return null;
end $$;
