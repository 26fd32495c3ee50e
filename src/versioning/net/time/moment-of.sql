-- The first moment whose instant holds what a transaction wrote: that of its commit, as instant_at has it.
--
-- number: of the transaction, as it is stored
-- written_at: when it wrote, which is told where no change set of it is kept
-- whom: whose; null: whom the session works for
create or replace function palimpsest.moment_of(number xid8, written_at timestamptz, whom uuid default null) returns timestamptz
language plpgsql stable set search_path from current set enable_seqscan = off as $$
declare
  moment timestamptz;
  last record;
begin
  whom := coalesce(whom, palimpsest.working_for());
  select max(s.committed_at) into moment
  from tables.change_set c join tables.sealed_change_set s on is_own(s, whom) and s.change_set_id = c.id
  where is_own(c, whom) and c.xid = number;
  if moment is null then
    select s.instant, s.committed_at into last from tables.sealed_change_set s
    where is_own(s, whom) order by s.place desc limit 1;
    select max(o.committed_at) into moment
    from palimpsest.order_change_sets(coalesce(last.instant, '1:1:'), palimpsest.current_snapshot(), last.committed_at, whom) o
    where o.change_set_id in (select c.id from tables.change_set c where is_own(c, whom) and c.xid = number);
  end if;
  return coalesce(moment, written_at);
end $$;
