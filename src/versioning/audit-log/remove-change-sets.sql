-- Before a partition of the audit log is dropped: removes the change sets of its time that are told of by its entries
-- alone, with these entries. What refers to change sets is read from the catalogue, so that none is forgotten.
--
-- callers: owner
create or replace function palimpsest.remove_change_sets(partition regclass, starts_at timestamptz, ends_at timestamptz)
returns void language plpgsql security definer
set search_path from current set timezone = 'UTC' set enable_seqscan = off as $$
declare
  somebody jsonb;
  whom uuid;
  unreferenced constant text := string_agg(
    format('not exists (select from %s r where is_own(r, $3) and %s%s)', f.conrelid::regclass,
      (select string_agg(format('r.%I = s.%I', here.attname, there.attname), ' and ')
       from unnest(f.conkey, f.confkey) as pair (here, there)
       join pg_attribute here on here.attrelid = f.conrelid and here.attnum = pair.here
       join pg_attribute there on there.attrelid = f.confrelid and there.attnum = pair.there),
      case when f.conrelid = 'tables.audit_entry'::regclass then format(' and r.tableoid <> %s', partition::oid) else '' end),
    ' and ')
    from pg_constraint f where f.confrelid = 'tables.change_set'::regclass and f.contype = 'f' and f.conparentid = 0;
begin
  for somebody in select * from palimpsest.everyone() loop
    whom := palimpsest.work_for(somebody);
    -- A change set is opened before its entries are written, but not long before.
    execute format($sql$
      with gone as (
        select s.id from tables.change_set s
        where is_own(s, $3) and s.recorded_at >= $1 - interval '1 day' and s.recorded_at < $2 and %s
      ), entries as (
        delete from %s e using gone where is_own(e, $3) and e.change_set_id = gone.id
      )
      delete from tables.change_set s using gone where is_own(s, $3) and s.id = gone.id$sql$, unreferenced, partition) using starts_at, ends_at, whom;
  end loop;
  perform palimpsest.work_for('{}');
end $$;
