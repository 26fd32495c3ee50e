-- For how many seconds the oldest change set that could be sealed has been waiting for it; 0 where none does.
--
-- callers: application
create or replace function palimpsest.sealing_lag() returns double precision
language plpgsql security definer set search_path from current set enable_seqscan = off as $$
declare
  somebody jsonb;
  whom uuid;
  since pg_snapshot;
  passed xid8;
  open_before xid8[];
  first_time timestamptz;
  oldest timestamptz;
  keeps_times constant boolean := palimpsest.keeps_commit_times();
begin
  for somebody in select palimpsest.everyone_since((select p.through from tables.sealing_progress p)) loop
    whom := palimpsest.work_for(somebody);
    select s.instant into since from tables.sealed_change_set s where is_own(s, whom) order by s.place desc limit 1;
    since := coalesce(since, '1:1:');
    passed := pg_snapshot_xmax(since);
    open_before := array(select pg_snapshot_xip(since));
    select min(coalesce(case when keeps_times then palimpsest.commit_time(w.xid, w.recorded_at) end, w.recorded_at)) into first_time
    from (
      (select s.xid, s.recorded_at from tables.change_set s
        where is_own(s, whom) and s.xid >= passed order by s.xid limit 100)
      union all
      select s.xid, s.recorded_at from tables.change_set s where is_own(s, whom) and s.xid = any (open_before)) w;
    oldest := least(oldest, first_time);
  end loop;
  perform palimpsest.work_for('{}');
  return coalesce(extract(epoch from greatest(clock_timestamp() - oldest, interval '0')), 0);
end $$;
