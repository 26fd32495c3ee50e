import { tenantColumn, tenantVariable } from './tenant-column.js';

/**
 * Makes the session work for the tenant of a row whose history is being written: who writes past the application may not
 * have said for whom.
 */
export const workForTenant = {
  signature: 'work_for(jsonb)',
  definition: `
create or replace function palimpsest.work_for(record jsonb) returns void language plpgsql as $$
declare
  tenant text;
begin
  tenant := set_config('${tenantVariable}', record ->> '${tenantColumn}', true);
end $$`,
};
