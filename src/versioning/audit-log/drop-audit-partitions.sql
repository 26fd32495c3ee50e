-- Drops months of the audit log, all of them or none, and notes each in audit_drop. Change sets that nothing tells of
-- any more go with them. Refused for a month that is not there, that is not over, or that a legal hold keeps.
--
-- months: their first instants. Returns how many entries each had. Fails with 55P03 where a long transaction is in the way.
--
-- callers: owner
create or replace function palimpsest.drop_audit_partitions(months timestamptz[])
returns table (starts_at timestamptz, entries bigint)
language plpgsql security definer set search_path from current set timezone = 'UTC' set enable_seqscan = off as $$
#variable_conflict use_column
declare
  others constant regclass := partdefid from pg_partitioned_table where partrelid = 'tables.audit_entry'::regclass;
  doomed regclass[] := '{}';
  month timestamptz;
  found record;
  count bigint;
begin
  perform palimpsest.require_read_committed();
  perform palimpsest.lock_audit_log();
  -- A hold that is being placed comes first, or waits.
  perform palimpsest.lock_patiently(array['lock table tables.legal_hold in share mode']);
  foreach month in array months loop
    select p.partition, p.ends_at into found from palimpsest.audit_partitions() p where p.starts_at = month;
    if found.partition is null then
      raise exception 'No month of the audit log begins at %.', month using errcode = 'P0002';
    end if;
    if found.ends_at > clock_timestamp() then
      raise exception 'The month % of the audit log is not over.', to_char(month, 'YYYY-MM') using errcode = '22023';
    end if;
    -- Nothing may be added once it is counted; reading goes on.
    perform palimpsest.lock_patiently(array[format('lock table only %s in share row exclusive mode', found.partition)]);
    if palimpsest.audit_partition_held(found.partition) then
      raise exception 'The month % of the audit log has entries of a record under legal hold.', to_char(month, 'YYYY-MM')
        using errcode = '55006';
    end if;
    count := palimpsest.count_audit_entries(found.partition);
    insert into tables.audit_drop as dropped (starts_at, ends_at, entries) values (month, found.ends_at, count)
    on conflict (starts_at) do update set entries = dropped.entries + excluded.entries,
      dropped_at = excluded.dropped_at, dropped_by = excluded.dropped_by;
    perform palimpsest.remove_change_sets(found.partition, month, found.ends_at);
    doomed := doomed || found.partition;
    return query select month, count;
  end loop;
  -- Last, since nobody can read or write the log from here to the end of the transaction.
  perform palimpsest.lock_patiently(array[
    'lock table only tables.audit_entry in access exclusive mode', format('lock table %s in access exclusive mode', others)]);
  for i in 1..cardinality(doomed) loop
    execute format('drop table %s', doomed[i]);
  end loop;
end $$;
