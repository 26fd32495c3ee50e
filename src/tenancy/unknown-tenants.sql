-- The tenants that rows were made for, and that are no organization.
--
-- callers: application
create or replace function palimpsest.unknown_tenants() returns setof uuid
language plpgsql security definer set search_path from current as $$
declare
  before constant text := coalesce(current_setting('app.tenant_id', true), '');
begin
  perform palimpsest.work_for('{}');
  return query select k.id from tables.known_tenant k
    where not exists (select from tables.organization o where o.id = k.id) order by k.id;
  perform palimpsest.work_for(jsonb_build_object('tenant_id', before));
end $$;
