-- The names of columns that changed, as a version of one shape lists them, as those of a later one: renamed as the columns
-- were, each in its place. What was dropped goes by the name clients knew it by, after a $.
create or replace function palimpsest.upcast_names(of_type text, names jsonb, from_shape int, to_shape int default null)
returns jsonb language plpgsql stable as $$
declare
  step jsonb;
begin
  if jsonb_typeof(names) is distinct from 'array' then
    return names;
  end if;
  for step in
    select s.steps -> place from tables.entity_shape s
    cross join lateral generate_series(0, jsonb_array_length(s.steps) - 1) place
    where s.entity_type = of_type and s.shape > from_shape and s.shape <= coalesce(to_shape, 2147483647)
      and (s.steps -> place ? 'rename' or s.steps -> place ? 'drop')
    order by s.shape, place
  loop
    continue when not names ? coalesce(step ->> 'rename', step ->> 'drop');
    names := (
      select coalesce(jsonb_agg(case when name = step -> 'rename' then step -> 'to'
        when name = step -> 'drop' then to_jsonb('$' || (step ->> 'as')) else name end order by place), '[]')
      from jsonb_array_elements(names) with ordinality as listed (name, place));
  end loop;
  return names;
end $$;
