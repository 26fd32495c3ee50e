-- What upcast_names gives, by steps as those of take_steps.
create or replace function palimpsest.name_by_steps(names jsonb, steps jsonb, passed int)
returns jsonb language plpgsql stable as $$
declare
  given text[];
  now text[];
  step jsonb;
begin
  if jsonb_typeof(names) is distinct from 'array' then
    return names;
  end if;
  given := array(select name from jsonb_array_elements_text(names) with ordinality as listed (name, place) order by place);
  now := given;
  for shape in passed .. coalesce(jsonb_array_length(steps), 0) - 1 loop
    for place in 0 .. jsonb_array_length(steps -> shape) - 1 loop
      step := steps -> shape -> place;
      if step ? 'rename' then
        now := array_replace(now, step ->> 'rename', step ->> 'to');
      elsif step ? 'drop' then
        now := array_replace(now, step ->> 'drop', '$' || (step ->> 'as'));
      end if;
    end loop;
  end loop;
  return case when now = given then names else to_jsonb(now) end;
end $$;
