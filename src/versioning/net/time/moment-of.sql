-- The first moment whose instant holds what a transaction wrote: that of its commit, as instant_at has it.
--
-- number: of the transaction, as it is stored
-- written_at: when it wrote, which is told where no change set of it is kept
create or replace function palimpsest.moment_of(number xid8, written_at timestamptz) returns timestamptz
language plpgsql stable set search_path from current set enable_seqscan = off as $$
declare
  moment timestamptz;
  last record;
begin
  select max(s.committed_at) into moment
  from tables.change_set c join tables.sealed_change_set s on s.change_set_id = c.id where c.xid = number;
  if moment is null then
    select s.instant, s.committed_at into last from tables.sealed_change_set s order by s.place desc limit 1;
    select max(o.committed_at) into moment
    from palimpsest.order_change_sets(coalesce(last.instant, '1:1:'), palimpsest.current_snapshot(), last.committed_at) o
    where o.change_set_id in (select c.id from tables.change_set c where c.xid = number);
  end if;
  return coalesce(moment, written_at);
end $$;
