-- At the end of the transaction, for each change of a link table: where the newest version of an owner does not list the
-- links as they are, the owner is touched, and so gets a version that does; unless a change of its own still waits for
-- its version, which will. A link that has moved has two owners: who had it, and who has it.
--
-- Arguments: the owner's table, the link's column that refers to it, and links as for linked_ids.
--
-- callers: owner
create or replace function palimpsest.record_links() returns trigger
language plpgsql security definer set search_path from current set timezone = 'UTC' set enable_seqscan = off as $$
declare
  whom constant uuid := palimpsest.work_for(to_jsonb(coalesce(new, old)));
  owner_table constant text := tg_argv[0];
  links constant jsonb := tg_argv[2]::jsonb;
  present_shape constant int := palimpsest.shape_of(owner_table);
  owners uuid[];
  owner_id uuid;
  recorded jsonb;
  recorded_version int;
  recorded_shape int;
  live_version int;
begin
  perform palimpsest.require_read_committed();
  owners := array[to_jsonb(new) ->> tg_argv[1], to_jsonb(old) ->> tg_argv[1]];
  if owners[1] is not distinct from owners[2] then
    owners := owners[1:1];
  end if;
  foreach owner_id in array array_remove(owners, null) loop
    select v.snapshot, v.version, v.shape into recorded, recorded_version, recorded_shape
    from tables.entity_version v where is_own(v, whom) and v.entity_id = owner_id order by v.version desc limit 1;
    if recorded_shape <> present_shape then
      recorded := palimpsest.upcast(owner_table, recorded, recorded_shape, present_shape);
    end if;
    if palimpsest.linked_ids(owner_id, links, whom) is distinct from
       (select jsonb_object_agg(l ->> 'key', recorded -> (l ->> 'key')) from jsonb_array_elements(links) l) then
      execute format('select version from tables.%I t where is_own(t, $2) and id = $1', owner_table)
        into live_version using owner_id, whom;
      if live_version = recorded_version then
        execute format('update tables.%I t set version = version + 1, updated_at = clock_timestamp(), updated_by = $2
            where is_own(t, $3) and id = $1', owner_table)
          using owner_id, 'SQL:' || palimpsest.current_actor(), whom;
      end if;
    end if;
  end loop;
  return null;
end $$;
