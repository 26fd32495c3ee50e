import { tenantColumn, tenantVariable } from './tenant-column.js';

/**
 * After an organization is made, or a change set opened: keeps the tenant's id where nobody can remove it. Policies show
 * nobody the rows of all tenants, so this is how rows are found whose organization is gone or was never made.
 *
 * Argument: the column that says whose.
 */
export const knowTenant = {
  signature: 'know_tenant()',
  callers: 'owner',
  definition: `
create or replace function palimpsest.know_tenant() returns trigger
language plpgsql security definer set search_path from current as $$
declare
  tenant constant uuid := to_jsonb(new) ->> tg_argv[0];
begin
  if not exists (select from tables.known_tenant k where k.id = tenant) then
    insert into tables.known_tenant (id) values (tenant) on conflict do nothing;
  end if;
  return null;
end $$`,
  trigger: (table: string) =>
    `create trigger "${table}_known" after insert on "${table}" for each row execute function palimpsest.know_tenant('${table === 'organization' ? 'id' : tenantColumn}')`,
} as const;

/** The tenants that rows were made for, and that are no organization. */
export const unknownTenants = {
  signature: 'unknown_tenants()',
  callers: 'application',
  definition: `
create or replace function palimpsest.unknown_tenants() returns setof uuid
language plpgsql security definer set search_path from current as $$
declare
  before constant text := coalesce(current_setting('${tenantVariable}', true), '');
begin
  perform set_config('${tenantVariable}', '', true);
  return query select k.id from tables.known_tenant k
    where not exists (select from tables.organization o where o.id = k.id) order by k.id;
  perform set_config('${tenantVariable}', before, true);
end $$`,
} as const;
