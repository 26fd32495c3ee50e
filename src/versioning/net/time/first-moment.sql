-- The first moment of which there is anything to tell, for whom the session works: when the first change set had committed.
--
-- whom: whose; null: whom the session works for
create or replace function palimpsest.first_moment(whom uuid default null) returns timestamptz
language plpgsql stable set search_path from current set enable_seqscan = off as $$
declare
  first_time timestamptz;
begin
  whom := coalesce(whom, palimpsest.working_for());
  select s.committed_at into first_time from tables.sealed_change_set s where is_own(s, whom) order by s.place limit 1;
  if not found then
    select o.committed_at into first_time
    from palimpsest.order_change_sets(
      '1:1:', palimpsest.next_cut('1:1:', palimpsest.current_snapshot(), 100, whom), null, whom) o order by o.n limit 1;
  end if;
  return first_time;
end $$;
