-- For whom the session works, as work_for has it: the tenant's id.
create or replace function palimpsest.working_for() returns text language sql stable as $$
  select coalesce(current_setting('app.tenant_id', true), '');
$$;
