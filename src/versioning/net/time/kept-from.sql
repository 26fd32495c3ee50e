-- Since when all records of some tables can be told of, where that is after an instant; null where they can be told of at it.
-- What retention has removed of a record was of before the first version that it has kept.
create or replace function palimpsest.kept_from(instant pg_snapshot, of_types text[]) returns timestamptz
language plpgsql stable set search_path from current set enable_seqscan = off as $$
declare
  first_open constant xid8 := pg_snapshot_xmin(instant);
begin
  if not exists (
    select from tables.history_start h
    where h.entity_type = any (of_types) and h.xid >= first_open and not pg_visible_in_snapshot(h.xid, instant)) then
    return null;
  end if;
  return (
    select max(h.since) from tables.history_start h
    where h.entity_type = any (of_types) and h.xid >= first_open);
end $$;
