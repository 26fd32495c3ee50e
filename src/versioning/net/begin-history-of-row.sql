-- Before a row changes that is at version 1 and has no history: whether it needs one. A row that this very transaction
-- has made, past the recorder or not, gets its version in time.
--
-- callers: owner
create or replace function palimpsest.begin_history_of_row(of_type text, record jsonb) returns void
language plpgsql security definer set search_path from current set timezone = 'UTC' set enable_seqscan = off as $$
declare
  whom constant uuid := palimpsest.work_for(record);
  made_by xid;
begin
  if exists (select from tables.entity_version v where is_own(v, whom) and v.entity_id = (record ->> 'id')::uuid) then
    return;
  end if;
  execute format('select xmin from %s t where is_own(t, $2) and id = $1', palimpsest.table_of(of_type))
    into made_by using (record ->> 'id')::uuid, whom;
  if palimpsest.made_here(made_by) is not true then
    perform palimpsest.begin_history(of_type, jsonb_build_array(record), 'SQL', whom);
  end if;
end $$;
