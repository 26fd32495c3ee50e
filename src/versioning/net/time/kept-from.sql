-- The moment from which on all records of some tables can be told of, where that is after an instant; null where they can be told
-- of at it.
-- What retention has removed of a record was of before the first version that it has kept, and a record that was not there yet
-- lacks nothing. Where it is not known what has been kept, nothing has.
--
-- whom: whose; null: whom the session works for
create or replace function palimpsest.kept_from(instant pg_snapshot, of_types text[], whom uuid default null) returns timestamptz
language plpgsql stable set search_path from current set enable_seqscan = off as $$
declare
  first_open constant xid8 := pg_snapshot_xmin(instant);
  next constant xid8 := pg_snapshot_xmax(instant);
  is_whole boolean;
begin
  whom := coalesce(whom, palimpsest.working_for());
  -- Usually nothing is that old.
  if not exists (
      select from tables.history_start h
      where is_own(h, whom) and h.entity_type = any (of_types) and h.xid >= first_open and not pg_visible_in_snapshot(h.xid, instant))
    and not exists (
      select from tables.history_start h where is_own(h, whom) and h.entity_type = any (of_types) and h.xid is null) then
    return null;
  end if;
  -- Of records that were there then: the further back, the fewer.
  is_whole := not exists (
      select from tables.history_start h
      where is_own(h, whom) and h.entity_type = any (of_types) and h.made_in < next
        and pg_visible_in_snapshot(h.made_in, instant) and pg_visible_in_snapshot(h.xid, instant) is not true)
    and not exists (
      select from tables.history_start h
      where is_own(h, whom) and h.entity_type = any (of_types) and h.made_in is null and pg_visible_in_snapshot(h.xid, instant) is not true);
  if is_whole then
    return null;
  end if;
  return (
    select max(coalesce(s.committed_at, palimpsest.moment_of(h.xid, h.since, whom), h.trimmed_at))
    from tables.history_start h
    left join tables.change_set c on is_own(c, whom) and c.xid = h.xid
    left join tables.sealed_change_set s on is_own(s, whom) and s.change_set_id = c.id
    where is_own(h, whom) and h.entity_type = any (of_types) and (h.xid >= first_open or h.xid is null));
end $$;
