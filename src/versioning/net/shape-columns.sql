-- A versioned table's columns, and the links that belong to its rows' state and have a table, as shapes describe them.
--
-- callers: owner
create or replace function palimpsest.shape_columns(of_type text) returns jsonb
language plpgsql stable security definer
set search_path from current set timezone = 'UTC' set enable_seqscan = off as $$
declare
  described record;
begin
  select * into described from palimpsest.describe(of_type);
  return (
    select jsonb_object_agg(a.attname,
      jsonb_build_object('type', format_type(a.atttypid, a.atttypmod), 'nullable', not a.attnotnull)
      || case when a.attname = any (described.sensitive) then '{"sensitive": true}' else '{}' end::jsonb)
    from pg_attribute a where a.attrelid = described.relation and a.attnum > 0 and not a.attisdropped
  ) || (
    select coalesce(jsonb_object_agg(l ->> 'key', jsonb_build_object('links', l -> 'table')), '{}')
    from jsonb_array_elements(described.links) l where to_regclass('tables.' || quote_ident(l ->> 'table')) is not null
  );
end $$;
