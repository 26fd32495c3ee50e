import { tenantColumn } from './tenant-column.js';

/** Before a row is updated: it stays with its tenant, whoever writes it. */
export const keepTenant = {
  signature: 'keep_tenant()',
  definition: `
create or replace function palimpsest.keep_tenant() returns trigger language plpgsql as $$
begin
  raise exception 'The tenant of a % cannot change.', tg_table_name using errcode = '23514';
end $$`,
  trigger: (table: string) =>
    `create trigger "${table}_tenant" before update of ${tenantColumn} on "${table}" for each row when (old.${tenantColumn} <> new.${tenantColumn}) execute function palimpsest.keep_tenant()`,
};
