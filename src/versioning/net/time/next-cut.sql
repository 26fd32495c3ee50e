-- A snapshot up to which there are about so many change sets to be ordered: one that a transaction has stored, so that all it
-- sees had committed before all others. It sees at least one of them where there is any.
--
-- whom: whose; null: whom the session works for
create or replace function palimpsest.next_cut(since pg_snapshot, through pg_snapshot, most int, whom uuid default null) returns pg_snapshot
language plpgsql stable set search_path from current set enable_seqscan = off as $$
declare
  passed constant xid8 := pg_snapshot_xmax(since);
  next constant xid8 := pg_snapshot_xmax(through);
  place bigint := most;
  cut pg_snapshot;
  cut_next xid8;
begin
  whom := coalesce(whom, palimpsest.working_for());
  loop
    select palimpsest.snapshot_without(s.snapshot, s.xid) into cut from tables.change_set s
    where is_own(s, whom) and s.xid >= passed and s.xid < next and pg_visible_in_snapshot(s.xid, through) order by s.xid offset place limit 1;
    exit when not found;
    cut_next := pg_snapshot_xmax(cut);
    if exists (
      select from tables.change_set s where is_own(s, whom) and s.xid >= passed and s.xid < cut_next and pg_visible_in_snapshot(s.xid, cut)) then
      return cut;
    end if;
    place := place * 2;
  end loop;
  return through;
end $$;
