-- What a versioned table is called that once had this name; the name itself where there was none.
create or replace function palimpsest.present_name(name text) returns text language plpgsql stable as $$
begin
  return coalesce((
    select s.entity_type from tables.entity_shape s
    where s.steps @> jsonb_build_array(jsonb_build_object('type', name)) order by s.shape desc limit 1), name);
end $$;
