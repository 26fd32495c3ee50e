-- The columns of a shape, and keys of its links, by the names of then, of which nobody may read what was written under it:
-- what no client saw, and what is sensitive or has become so.
create or replace function palimpsest.hidden_columns(of_type text, of_shape int) returns text[]
language plpgsql stable as $$
declare
  names constant text[] := array(
    select jsonb_object_keys(s.columns) from tables.entity_shape s where s.entity_type = of_type and s.shape = of_shape);
  now constant jsonb := palimpsest.upcast_names(of_type, to_jsonb(names), of_shape);
  internal constant text[] := palimpsest.internal_columns(of_type);
begin
  return palimpsest.secret_columns(of_type, of_shape) || array(
    select names[place] from generate_subscripts(names, 1) place
    where now ->> place - 1 is null or now ->> place - 1 = any (internal));
end $$;
