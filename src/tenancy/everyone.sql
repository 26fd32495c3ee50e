-- Whom rows belong to: all tenants, each as work_for takes it.
--
-- callers: owner
create or replace function palimpsest.everyone() returns setof jsonb
language sql security definer set search_path from current as $$
  select jsonb_build_object('tenant_id', id) from palimpsest.tenants();
$$;
