import { tenantColumn } from './tenant-column.js';

/** Whom rows belong to: all tenants, each as work_for takes it. */
export const everyTenant = {
  signature: 'everyone()',
  callers: 'owner',
  definition: `
create or replace function palimpsest.everyone() returns setof jsonb
language sql security definer set search_path from current as $$
  select jsonb_build_object('${tenantColumn}', id) from palimpsest.tenants();
$$`,
} as const;
