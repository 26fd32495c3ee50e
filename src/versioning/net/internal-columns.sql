-- The columns of a versioned table, and keys of its links, that no client sees: those of private fields, and what tells within
-- the database whose a row is and what deleted it. Known by its triggers, and so none of a table that is gone.
--
-- callers: application
create or replace function palimpsest.internal_columns(of_type text) returns text[]
language plpgsql stable security definer
set search_path from current set timezone = 'UTC' set enable_seqscan = off as $$
declare
  shown constant text[] := '{id, version, created_at, created_by, updated_at, updated_by, deleted_at, deleted_by}';
  described record;
begin
  if palimpsest.table_of(of_type) is null then
    return '{}';
  end if;
  select * into described from palimpsest.describe(of_type);
  return described.private || array(
    select a.attname::text from pg_attribute a
    where a.attrelid = described.relation and a.attnum > 0 and not a.attisdropped
      and a.attname <> all (shown || described.keys || described.sensitive));
end $$;
