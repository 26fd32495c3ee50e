-- Lists all tenants, ids and slugs, for what must visit every one of them: verification and purge. It works as the owner
-- of the tables, whom a policy of its own lets see organizations while the session works for nobody.
--
-- callers: application
create or replace function palimpsest.tenants() returns table (id uuid, slug text)
language plpgsql security definer set search_path from current as $$
declare
  before constant text := coalesce(current_setting('app.tenant_id', true), '');
begin
  perform palimpsest.work_for('{}');
  return query select o.id, o.slug::text from tables.organization o order by o.slug;
  perform palimpsest.work_for(jsonb_build_object('tenant_id', before));
end $$;
