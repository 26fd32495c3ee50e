-- Sums up sealed change sets of everybody, where that is due, for about a second. In a transaction of its own, after they are
-- sealed: what has not been summed up yet is searched one by one, so that nothing waits for it, and no place is lost with it.
--
-- most: how many summaries to make
--
-- returns whether there is more to be summed up
--
-- callers: application
create or replace function palimpsest.sum_up_everybody(most int) returns boolean
language plpgsql strict security definer set search_path from current as $$
declare
  somebody jsonb;
  whom uuid;
  due int := most;
  until timestamptz;
begin
  perform palimpsest.require_read_committed();
  -- As those who seal take it, and migrations: these have summaries made anew, those under way as well.
  perform pg_advisory_xact_lock(5046126);
  until := clock_timestamp() + interval '1 second';
  -- In any order, so that whoever has most to be summed up keeps nobody else waiting.
  for somebody in select e from palimpsest.everyone() e order by random() loop
    whom := palimpsest.work_for(somebody);
    due := due - palimpsest.sum_up_change_sets(due, until, whom);
    exit when due <= 0 or clock_timestamp() > until;
  end loop;
  perform palimpsest.work_for('{}');
  return due <= 0 or clock_timestamp() > until;
end $$;
