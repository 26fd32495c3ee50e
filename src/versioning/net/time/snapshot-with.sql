-- A snapshot that sees a transaction besides.
create or replace function palimpsest.snapshot_with(seen pg_snapshot, number xid8) returns pg_snapshot
language plpgsql immutable set search_path from current as $$
declare
  next constant bigint := pg_snapshot_xmax(seen)::text::bigint;
  own constant bigint := number::text::bigint;
begin
  -- All between what it saw and this one were open.
  return palimpsest.snapshot_of(greatest(next, own + 1)::text::xid8,
    array_remove(array(select pg_snapshot_xip(seen)), number)
      || array(select n::text::xid8 from generate_series(next, own - 1) n));
end $$;
