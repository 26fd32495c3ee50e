-- Before a row changes that is at version 1 and has no history: whether it needs one. A row that this very transaction
-- has made, past the recorder or not, gets its version in time.
--
-- callers: owner
create or replace function palimpsest.begin_history_of_row(of_type text, record jsonb) returns void
language plpgsql security definer set search_path from current set timezone = 'UTC' set enable_seqscan = off as $$
declare
  made_by xid;
begin
  perform palimpsest.work_for(record);
  if exists (select from tables.entity_version v where v.entity_id = (record ->> 'id')::uuid) then
    return;
  end if;
  execute format('select xmin from %s where id = $1', palimpsest.table_of(of_type)) into made_by using (record ->> 'id')::uuid;
  if palimpsest.made_here(made_by) is not true then
    perform palimpsest.begin_history(of_type, jsonb_build_array(record), 'SQL');
  end if;
end $$;
