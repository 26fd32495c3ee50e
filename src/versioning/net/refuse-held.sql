-- Before a row of a versioned table is removed for good, whoever does it: not while a legal hold lies on it, on what owns it
-- or on what it owns. It cannot be moved from one owner to another either, which would take it from under the hold.
--
-- callers: owner
create or replace function palimpsest.refuse_held() returns trigger
language plpgsql security definer set search_path from current set timezone = 'UTC' set enable_seqscan = off as $$
declare
  whom constant uuid := owner_of(old);
begin
  perform palimpsest.require_read_committed();
  -- A hold that is being placed, on the row or on what owns it, comes first, or waits until the row is gone.
  lock table tables.legal_hold in share mode;
  perform palimpsest.work_for(to_jsonb(old));
  if palimpsest.held(tg_table_name, to_jsonb(old), whom) then
    raise exception 'The % % is under a legal hold.', tg_table_name, old.id
      using errcode = '23514', constraint = 'legal_hold', table = tg_table_name, detail = old.id;
  elsif tg_op = 'DELETE' then
    return old;
  elsif palimpsest.holds_within(tg_table_name, array[old.id], '{}', whom) then
    raise exception 'What belongs to the % % is under a legal hold.', tg_table_name, old.id
      using errcode = '23514', constraint = 'legal_hold', table = tg_table_name, detail = old.id;
  end if;
  return new;
end $$;
