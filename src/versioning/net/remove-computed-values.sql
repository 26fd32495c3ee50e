-- After versions are removed, by whomever: what was computed for them goes with them.
create or replace function palimpsest.remove_computed_values() returns trigger language plpgsql as $$
begin
  delete from tables.computed_value c using removed r where c.entity_id = r.entity_id and c.version = r.version;
  return null;
end $$;
