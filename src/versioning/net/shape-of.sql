-- The number of a table's present shape, which what is written now is of; 1 where nothing is known of it.
create or replace function palimpsest.shape_of(of_type text) returns int language plpgsql stable as $$
begin
  return coalesce((
    select s.shape from tables.entity_shape s where s.entity_type = of_type order by s.shape desc limit 1), 1);
end $$;
