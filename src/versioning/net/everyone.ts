import { asOwner, type SqlFunction } from './sql-function.js';

/**
 * Everyone whom rows belong to, each as work_for takes it, for what goes through all of them: where rows belong to
 * somebody, the application replaces it together with work_for. Here all belong to one and the same.
 */
export const everyone: SqlFunction = {
  signature: 'everyone()',
  callers: 'owner',
  definition: `
create or replace function palimpsest.everyone() returns setof jsonb language sql stable ${asOwner} as $$
  select '{}'::jsonb;
$$`,
};
