-- The name that a versioned table has now which once had this one; the same where it never had another.
create or replace function palimpsest.present_type(name text) returns text language plpgsql stable as $$
begin
  return coalesce((
    select s.entity_type from tables.entity_shape s
    where s.steps @> jsonb_build_array(jsonb_build_object('type', present_type.name)) limit 1), name);
end $$;
