-- The snapshot that sees all transactions below a number but for those that were running.
--
-- next: that number
-- running: those from the number on do not count
create or replace function palimpsest.snapshot_of(next xid8, running xid8[]) returns pg_snapshot
language plpgsql immutable set search_path from current as $$
declare
  counted constant xid8[] := array(select distinct r from unnest(running) r where r < next order by r);
begin
  return format('%s:%s:%s', coalesce(counted[1], next), next, array_to_string(counted, ','))::pg_snapshot;
end $$;
