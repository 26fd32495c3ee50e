import type { SqlFunction } from './sql-function.js';

/**
 * The ids a record is linked to, as snapshots hold them.
 *
 * links: [{ key, table, owner, target }], the key in the snapshot, the link table and its two columns
 */
export const linkedIds: SqlFunction = {
  signature: 'linked_ids(uuid, jsonb)',
  definition: `
create or replace function palimpsest.linked_ids(record_id uuid, links jsonb) returns jsonb
language plpgsql stable as $$
declare
  link record;
  ids jsonb;
  result jsonb := '{}';
begin
  for link in select * from jsonb_to_recordset(links) as l(key text, "table" text, owner text, target text) loop
    execute format('select coalesce(jsonb_agg(%1$I order by %1$I), ''[]'') from %2$I where %3$I = $1',
      link.target, link."table", link.owner) into ids using record_id;
    result := result || jsonb_build_object(link.key, ids);
  end loop;
  return result;
end $$`,
};
