-- How many entries of everybody a partition of the audit log has.
--
-- callers: owner
create or replace function palimpsest.count_audit_entries(partition regclass) returns bigint
language plpgsql security definer set search_path from current set timezone = 'UTC' set enable_seqscan = off as $$
declare
  somebody jsonb;
  whom uuid;
  count bigint;
  total bigint := 0;
begin
  for somebody in select * from palimpsest.everyone() loop
    whom := palimpsest.work_for(somebody);
    execute format('select count(*) from %s e where is_own(e, $1)', partition) into count using whom;
    total := total + count;
  end loop;
  perform palimpsest.work_for('{}');
  return total;
end $$;
