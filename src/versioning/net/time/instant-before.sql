-- The instant right before a change set: what had committed before it, and not itself.
--
-- returns null where there is no such change set
create or replace function palimpsest.instant_before(change_set uuid) returns pg_snapshot
language sql stable set search_path from current set enable_seqscan = off as $$
  select palimpsest.snapshot_without(palimpsest.instant_after(s.id), s.xid) from tables.change_set s where s.id = change_set
$$;
