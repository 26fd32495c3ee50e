-- Whether an organization has a living administrator. The session must work for it.
--
-- callers: application
create or replace function palimpsest.has_administrator(organization uuid) returns boolean
language sql stable set search_path from current as $$
  select exists (select from tables."user" u where u.tenant_id = organization and u.role = 'ADMIN' and u.deleted_at is null);
$$;
