-- A versioned table's name, and those that it had before, under which audit entries speak of its records.
create or replace function palimpsest.type_names(of_type text) returns text[] language plpgsql stable as $$
begin
  -- It may have gone back to a name.
  return of_type || array(
    select distinct step ->> 'type' from tables.entity_shape s cross join lateral jsonb_array_elements(s.steps) step
    where s.entity_type = of_type and step ? 'type' and step ->> 'type' <> of_type);
end $$;
