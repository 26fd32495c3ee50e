-- For whom the session works, as work_for has it: the tenant's id, null for nobody.
create or replace function palimpsest.working_for() returns uuid
language sql stable set search_path from current as $$
  select nullif(current_setting('app.tenant_id', true), '')::uuid;
$$;
