-- The policies of a table of the audit log, in a form that can be compared and made into statements.
create or replace function palimpsest.audit_policies(of_table regclass) returns jsonb
language sql stable set search_path from current as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'name', p.polname,
    'kind', case when p.polpermissive then 'permissive' else 'restrictive' end,
    'command', case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end,
    'roles', (select string_agg(case role when 0 then 'public' else role::regrole::text end, ', ') from unnest(p.polroles) role),
    'using_expression', pg_get_expr(p.polqual, p.polrelid),
    'check_expression', pg_get_expr(p.polwithcheck, p.polrelid)) order by p.polname), '[]')
  from pg_policy p where p.polrelid = of_table;
$$;
