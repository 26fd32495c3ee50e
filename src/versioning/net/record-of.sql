-- A record as its row is, or its newest snapshot, brought to the present shape, where the row is gone.
--
-- whom: whose; null: whom the session works for
--
-- callers: owner
create or replace function palimpsest.record_of(of_type text, record_id uuid, whom uuid default null) returns jsonb
language plpgsql stable security definer
set search_path from current set timezone = 'UTC' set enable_seqscan = off as $$
declare
  relation constant regclass := palimpsest.table_of(of_type);
  found_record jsonb;
begin
  whom := coalesce(whom, palimpsest.working_for());
  if relation is not null then
    execute format('select to_jsonb(t) from %s t where is_own(t, $2) and t.id = $1', relation)
      into found_record using record_id, whom;
  end if;
  return coalesce(found_record, (
    select palimpsest.upcast(of_type, v.snapshot, v.shape) from tables.entity_version v
    where is_own(v, whom) and v.entity_id = record_id and v.entity_type = of_type order by v.version desc limit 1));
end $$;
