-- Whom rows belong to: all tenants, each as work_for takes it, also those that rows were made for without an organization.
--
-- callers: owner
create or replace function palimpsest.everyone() returns setof jsonb
language plpgsql security definer set search_path from current as $$
begin
  return query select jsonb_build_object('tenant_id', t.id) from palimpsest.tenants() t;
  -- Migrations from before there was such a table go through everyone, too.
  if to_regclass('tables.known_tenant') is not null then
    return query select jsonb_build_object('tenant_id', stray) from palimpsest.unknown_tenants() stray;
  end if;
end $$;
