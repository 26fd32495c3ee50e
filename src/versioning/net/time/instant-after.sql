-- The instant right after a change set: what had committed before it, and itself. One of the transaction under way: what the
-- statement sees, and itself.
--
-- whom: whose; null: whom the session works for
--
-- returns null where there is no such change set
create or replace function palimpsest.instant_after(change_set uuid, whom uuid default null) returns pg_snapshot
language plpgsql stable set search_path from current set enable_seqscan = off as $$
declare
  kept pg_snapshot;
  made record;
  sealed pg_snapshot;
  now_seen pg_snapshot;
  later_seen pg_snapshot;
begin
  whom := coalesce(whom, palimpsest.working_for());
  select s.instant into kept from tables.sealed_change_set s where is_own(s, whom) and s.change_set_id = change_set;
  if found then
    return kept;
  end if;
  select s.xid, palimpsest.snapshot_without(s.snapshot, s.xid) as seen into made from tables.change_set s
  where is_own(s, whom) and s.id = change_set;
  if not found then
    return null;
  end if;
  now_seen := palimpsest.current_snapshot();
  if made.xid::text::bigint = pg_current_xact_id_if_assigned()::text::bigint + palimpsest.number_offset() then
    return palimpsest.snapshot_with(now_seen, made.xid);
  end if;
  select s.instant into sealed from tables.sealed_change_set s where is_own(s, whom) order by s.place desc limit 1;
  sealed := coalesce(sealed, '1:1:');
  -- Between the last snapshot known to be before it and the first known to be after it: few, however many are not sealed yet.
  select palimpsest.snapshot_without(s.snapshot, s.xid) into later_seen from tables.change_set s
  where is_own(s, whom) and s.xid > made.xid and pg_visible_in_snapshot(made.xid, s.snapshot) order by s.xid limit 1;
  select o.instant into kept
  from palimpsest.order_change_sets(
    case when pg_snapshot_xmin(made.seen) >= pg_snapshot_xmax(sealed) then made.seen else sealed end,
    coalesce(later_seen, now_seen), null, whom) o
  where o.change_set_id = change_set;
  return kept;
end $$;
