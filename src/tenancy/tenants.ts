import { tenantVariable } from './tenant-column.js';

/**
 * Lists all tenants, ids and slugs, for what must visit every one of them: verification and purge. It works as the owner
 * of the tables, whom a policy of its own lets see organizations while the session works for nobody.
 */
export const tenants = {
  signature: 'tenants()',
  callers: 'application',
  definition: `
create or replace function palimpsest.tenants() returns table (id uuid, slug text)
language plpgsql security definer set search_path from current as $$
declare
  before constant text := coalesce(current_setting('${tenantVariable}', true), '');
begin
  perform set_config('${tenantVariable}', '', true);
  return query select o.id, o.slug::text from tables.organization o order by o.slug;
  perform set_config('${tenantVariable}', before, true);
end $$`,
} as const;

/** SQL: the session works for nobody, as the role that owns the table. */
export const ownerForNobody = `nullif(current_setting('${tenantVariable}', true), '') is null and current_user = (select pg_get_userbyid(relowner) from pg_class where oid = 'organization'::regclass)`;
