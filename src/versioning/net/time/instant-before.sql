-- The instant right before a change set: what had committed before it, and not itself.
--
-- whom: whose; null: whom the session works for
--
-- returns null where there is no such change set
create or replace function palimpsest.instant_before(change_set uuid, whom uuid default null) returns pg_snapshot
language plpgsql stable set search_path from current set enable_seqscan = off as $$
begin
  whom := coalesce(whom, palimpsest.working_for());
  return (
    select palimpsest.snapshot_without(palimpsest.instant_after(s.id, whom), s.xid)
    from tables.change_set s where is_own(s, whom) and s.id = change_set);
end $$;
