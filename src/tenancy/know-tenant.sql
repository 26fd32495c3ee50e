-- After an organization is made, or a change set opened: keeps the tenant's id where nobody can remove it. Policies show
-- nobody the rows of all tenants, so this is how rows are found whose organization is gone or was never made.
--
-- Argument: the column that says whose.
--
-- callers: owner
create or replace function palimpsest.know_tenant() returns trigger
language plpgsql security definer set search_path from current as $$
declare
  tenant constant uuid := to_jsonb(new) ->> tg_argv[0];
begin
  if not exists (select from tables.known_tenant k where k.id = tenant) then
    insert into tables.known_tenant (id) values (tenant) on conflict do nothing;
  end if;
  return null;
end $$;
