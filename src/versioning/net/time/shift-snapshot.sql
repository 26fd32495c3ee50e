-- A snapshot whose transactions have greater numbers by so much.
create or replace function palimpsest.shift_snapshot(of pg_snapshot, by bigint) returns pg_snapshot
language plpgsql immutable set search_path from current as $$
begin
  if by = 0 then
    return of;
  end if;
  return palimpsest.snapshot_of((pg_snapshot_xmax(of)::text::bigint + by)::text::xid8,
    array(select (x::text::bigint + by)::text::xid8 from pg_snapshot_xip(of) x));
end $$;
