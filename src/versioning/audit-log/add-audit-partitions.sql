-- Makes the partitions that the audit log lacks: of the current month, of so many months ahead, and of every month whose
-- entries lie in the default partition for want of one; these are moved. May be called at any time, also by several at
-- once; where nothing is missing it only looks.
--
-- Returns the names of the partitions made. Fails with 55P03 where a long transaction is in the way.
--
-- callers: application
create or replace function palimpsest.add_audit_partitions(months_ahead int default 3) returns setof text
language plpgsql security definer set search_path from current set timezone = 'UTC' set enable_seqscan = off as $$
declare
  others constant regclass := partdefid from pg_partitioned_table where partrelid = 'tables.audit_entry'::regclass;
  month timestamptz;
  name text;
begin
  if months_ahead is null or months_ahead not between 0 and 12 then
    raise exception 'months_ahead is %; it must be 0 to 12.', months_ahead using errcode = '22023';
  end if;
  if not exists (select from palimpsest.missing_audit_months(months_ahead)) then
    return;
  end if;
  perform palimpsest.lock_audit_log();
  -- In the order of those who write entries: the change set, which the new partition refers to, first.
  perform palimpsest.lock_patiently(array[
    'lock table tables.change_set in share row exclusive mode',
    format('lock table %s in access exclusive mode', others)]);
  for month in select m from palimpsest.missing_audit_months(months_ahead) m loop
    name := to_char(month, '"audit_entry_"YYYY_MM');
    execute format('create table tables.%I (like tables.audit_entry including defaults including constraints)', name);
    -- Its owner too is under its policies, and the entries are those of everybody; nobody else can reach it until it is forced again.
    execute format('alter table %s no force row level security', others);
    execute format('with moved as (delete from %s where occurred_at >= $1 and occurred_at < $2 returning *)
      insert into tables.%I select * from moved', others, name) using month, month + interval '1 month';
    execute format('alter table %s force row level security', others);
    perform palimpsest.secure_audit_partition(format('tables.%I', name)::regclass);
    -- Unlike PARTITION OF, this lets others read and write the log meanwhile.
    execute format('alter table tables.audit_entry attach partition tables.%I for values from (%L) to (%L)', name, month, month + interval '1 month');
    return next name;
  end loop;
end $$;
