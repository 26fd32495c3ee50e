-- What the statement that asks sees, in the numbers of transactions that are stored.
create or replace function palimpsest.current_snapshot() returns pg_snapshot
language plpgsql stable set search_path from current as $$
begin
  return palimpsest.shift_snapshot(pg_current_snapshot(), palimpsest.number_offset());
end $$;
