-- The instant of a moment: what had committed by then.
--
-- whom: whose; null: whom the session works for
--
-- returns null where the moment is in the future, or before all that has been recorded
create or replace function palimpsest.instant_at(at timestamptz, whom uuid default null) returns pg_snapshot
language plpgsql stable set search_path from current set enable_seqscan = off as $$
declare
  last record;
  found_instant pg_snapshot;
begin
  whom := coalesce(whom, palimpsest.working_for());
  if at is null or at > transaction_timestamp() then
    return null;
  end if;
  select s.instant, s.committed_at into last from tables.sealed_change_set s
  where is_own(s, whom) order by s.place desc limit 1;
  if last.committed_at > at then
    select s.instant into found_instant from tables.sealed_change_set s
    where is_own(s, whom) and s.committed_at <= at order by s.committed_at desc, s.place desc limit 1;
    return found_instant;
  end if;
  select o.instant into found_instant
  from palimpsest.order_change_sets(coalesce(last.instant, '1:1:'), palimpsest.current_snapshot(), last.committed_at, whom) o
  where o.committed_at <= at order by o.n desc limit 1;
  return coalesce(found_instant, last.instant);
end $$;
