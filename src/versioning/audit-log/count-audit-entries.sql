-- How many entries of everybody a partition of the audit log has.
--
-- callers: owner
create or replace function palimpsest.count_audit_entries(partition regclass) returns bigint
language plpgsql security definer set search_path from current set timezone = 'UTC' set enable_seqscan = off as $$
declare
  somebody jsonb;
  count bigint;
  total bigint := 0;
begin
  for somebody in select * from palimpsest.everyone() loop
    perform palimpsest.work_for(somebody);
    execute format('select count(*) from %s', partition) into count;
    total := total + count;
  end loop;
  perform palimpsest.work_for('{}');
  return total;
end $$;
