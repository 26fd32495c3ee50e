-- The greatest number of a transaction that is stored for anybody; null where there is none.
--
-- callers: owner
create or replace function palimpsest.greatest_number() returns bigint
language plpgsql security definer set search_path from current set enable_seqscan = off as $$
declare
  somebody jsonb;
  whom uuid;
  newest bigint;
  greatest_yet bigint;
begin
  for somebody in select palimpsest.everyone() loop
    whom := palimpsest.work_for(somebody);
    select s.xid::text::bigint into newest from tables.change_set s
    where is_own(s, whom) order by s.xid desc limit 1;
    greatest_yet := greatest(greatest_yet, newest);
  end loop;
  perform palimpsest.work_for('{}');
  return greatest_yet;
end $$;
