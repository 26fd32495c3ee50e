-- The partitions of the audit log that have bounds, which are all but the default one, oldest first.
create or replace function palimpsest.audit_partitions()
returns table (partition regclass, starts_at timestamptz, ends_at timestamptz)
language sql stable set search_path from current as $$
  select c.oid::regclass, bounds[1]::timestamptz, bounds[2]::timestamptz
  from pg_inherits i
  join pg_class c on c.oid = i.inhrelid
  cross join regexp_match(pg_get_expr(c.relpartbound, c.oid), $regexp$FROM \('(.+)'\) TO \('(.+)'\)$regexp$) bounds
  where i.inhparent = to_regclass('tables.audit_entry') and bounds is not null
  order by 2;
$$;
