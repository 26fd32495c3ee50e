-- A snapshot in which a transaction was open: the one that took it, which it leaves out.
create or replace function palimpsest.snapshot_without(seen pg_snapshot, number xid8) returns pg_snapshot
language plpgsql immutable set search_path from current as $$
begin
  if number >= pg_snapshot_xmax(seen) or not pg_visible_in_snapshot(number, seen) then
    return seen;
  end if;
  return palimpsest.snapshot_of(pg_snapshot_xmax(seen), number || array(select pg_snapshot_xip(seen)));
end $$;
