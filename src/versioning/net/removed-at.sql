-- The version with which a record was removed that is being put back. What was removed from the trash was purged, and stays
-- so. The id of what was removed is of its type for good: a history is of one record.
--
-- whom: whose; null: whom the session works for
--
-- callers: owner
create or replace function palimpsest.removed_at(of_type text, record_id uuid, whom uuid default null) returns int
language plpgsql stable security definer
set search_path from current set timezone = 'UTC' set enable_seqscan = off as $$
declare
  gone record;
begin
  whom := coalesce(whom, palimpsest.working_for());
  select t.version, t.entity_type, t.change_set_id, v.snapshot into gone
  from tables.tombstone t left join tables.entity_version v
    on is_own(v, whom) and v.entity_id = t.entity_id and v.version = t.version
  where is_own(t, whom) and t.entity_id = record_id;
  if gone.entity_type <> of_type then
    raise exception 'The id % was that of a % that was removed, and no % can have it.', record_id, gone.entity_type, of_type
      using errcode = '23514';
  elsif gone.snapshot is null then
    raise exception 'The % % was removed and its history is gone, so it cannot be put back.', of_type, record_id
      using errcode = '23514';
  -- The version that a removal leaves says so of itself; a purge leaves none.
  elsif gone.snapshot ->> 'deleted_by' not like 'SQL:%' or gone.snapshot ->> 'deleted_in' is distinct from gone.change_set_id::text then
    raise exception 'The % % was purged, so it cannot be put back.', of_type, record_id using errcode = '23514';
  end if;
  return gone.version;
end $$;
