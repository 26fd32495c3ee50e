-- The names of columns that changed, as a version of one shape lists them, as those of a later one: renamed as the columns
-- were, each in its place. What was dropped goes by the name clients knew it by, after a $, and is null where they knew none.
create or replace function palimpsest.upcast_names(of_type text, names jsonb, from_shape int, to_shape int default null)
returns jsonb language plpgsql stable as $$
begin
  return palimpsest.take_renames(names, palimpsest.renames_of(of_type, to_shape), from_shape);
end $$;
