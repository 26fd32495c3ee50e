-- Drops the months of the audit log that ended longer ago than the retention policy of audit_entry keeps them, and takes
-- the limit from nobody else. A month that a legal hold keeps is left, and said to be held.
--
-- callers: application
create or replace function palimpsest.drop_expired_audit_partitions()
returns table (starts_at timestamptz, entries bigint, held boolean)
language plpgsql security definer set search_path from current set timezone = 'UTC' set enable_seqscan = off as $$
#variable_conflict use_column
declare
  days constant int := history_days from tables.retention_policy where entity_type = 'audit_entry';
  expired record;
  doomed timestamptz[] := '{}';
begin
  for expired in
    select p.* from palimpsest.audit_partitions() p where p.ends_at < clock_timestamp() - make_interval(days => days)
  loop
    if palimpsest.audit_partition_held(expired.partition) then
      return query select expired.starts_at, palimpsest.count_audit_entries(expired.partition), true;
    else
      doomed := doomed || expired.starts_at;
    end if;
  end loop;
  if doomed <> '{}' then
    return query select d.starts_at, d.entries, false from palimpsest.drop_audit_partitions(doomed) d;
  end if;
end $$;
