-- The months, as their first instants, that need a partition of the audit log and have none: the current one, so many
-- ahead, and those of the entries in the default partition.
--
-- callers: owner
create or replace function palimpsest.missing_audit_months(months_ahead int) returns setof timestamptz
language plpgsql security definer set search_path from current set timezone = 'UTC' set enable_seqscan = off as $$
declare
  others constant regclass := partdefid from pg_partitioned_table where partrelid = 'tables.audit_entry'::regclass;
  months timestamptz[] := array(
    select date_trunc('month', clock_timestamp()) + make_interval(months => n) from generate_series(0, months_ahead) n);
  found timestamptz[];
  somebody jsonb;
  whom uuid;
begin
  if pg_relation_size(others) > 0 then
    for somebody in select * from palimpsest.everyone() loop
      whom := palimpsest.work_for(somebody);
      -- Instants that no clock has shown stay where they are.
      execute format($sql$select array(select distinct date_trunc('month', occurred_at) from %s e
        where is_own(e, $1) and occurred_at >= '1970-01-01' and occurred_at < '10000-01-01')$sql$, others) into found using whom;
      months := months || found;
    end loop;
    perform palimpsest.work_for('{}');
  end if;
  return query
    select distinct m from unnest(months) m
    where not exists (
      select from palimpsest.audit_partitions() p where p.starts_at <= m and p.ends_at >= m + interval '1 month')
    order by 1;
end $$;
