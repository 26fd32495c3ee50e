-- A snapshot of one shape as a snapshot of a later one: the steps of all shapes between, in their order. Besides its columns
-- it has, where there are such, $dropped: the values of fields that are gone, by the names clients knew, and $unfit: the
-- values that have no place in the later shape, by column, which is null then. It never fails: what has no step of this
-- kind stays as it is.
--
-- state: may have $dropped and $unfit already; sensitive columns are in none, and a step about what is not there does
--   nothing, except add
-- to_shape: null: the present one. What was written under a later shape stays as it is
create or replace function palimpsest.upcast(of_type text, state jsonb, from_shape int, to_shape int default null)
returns jsonb language plpgsql stable as $$
declare
  result jsonb;
  dropped jsonb;
  unfit jsonb;
  step jsonb;
  key text;
  value jsonb;
begin
  if jsonb_typeof(state) is distinct from 'object' then
    return state;
  end if;
  dropped := case when jsonb_typeof(state -> '$dropped') = 'object' then state -> '$dropped' else '{}' end;
  result := state - '$dropped' - '$unfit';
  unfit := case when jsonb_typeof(state -> '$unfit') = 'object' then state -> '$unfit' else '{}' end;
  for step in
    select s.steps -> place from tables.entity_shape s
    cross join lateral generate_series(0, jsonb_array_length(s.steps) - 1) place
    where s.entity_type = of_type and s.shape > from_shape and s.shape <= coalesce(to_shape, 2147483647)
    order by s.shape, place
  loop
    if step ? 'add' then
      key := step ->> 'add';
      if step ? 'value' and not result ? key then
        result := result || jsonb_build_object(key, step -> 'value');
      end if;
      continue;
    end if;
    key := coalesce(step ->> 'rename', step ->> 'drop', step ->> 'map', step ->> 'fill', step ->> 'among',
      step ->> 'cast', step ->> 'compute', step ->> 'hide');
    continue when key is null or not result ? key;
    value := result -> key;
    if step ? 'rename' then
      result := (result - key) || jsonb_build_object(step ->> 'to', value);
      if unfit ? key then
        unfit := (unfit - key) || jsonb_build_object(step ->> 'to', unfit -> key);
      end if;
    elsif step ? 'drop' then
      result := result - key;
      -- The value of an earlier field of that name was its own; a later one was added by a step.
      dropped := jsonb_build_object(step ->> 'as', coalesce(unfit -> key, value)) || dropped;
      unfit := unfit - key;
    elsif step ? 'map' then
      if step -> 'values' ? (result ->> key) then
        result := result || jsonb_build_object(key, step -> 'values' -> (result ->> key));
      end if;
    elsif step ? 'fill' then
      if jsonb_typeof(value) = 'null' and not unfit ? key then
        result := result || jsonb_build_object(key, step -> 'value');
      end if;
    elsif step ? 'among' then
      if jsonb_typeof(value) <> 'null' and not step -> 'values' ? (result ->> key) then
        result := result || jsonb_build_object(key, null);
        unfit := unfit || jsonb_build_object(key, value);
      end if;
    elsif step ? 'cast' or step ? 'compute' then
      if step ? 'compute' then
        value := palimpsest.compute(result, step ->> 'sql', step ->> 'to');
      elsif jsonb_typeof(value) <> 'null' then
        value := palimpsest.cast_text(result ->> key, step ->> 'to');
      end if;
      if value is null then
        unfit := jsonb_build_object(key, result -> key) || unfit;
      elsif step ? 'compute' then
        unfit := unfit - key;
      end if;
      result := result || jsonb_build_object(key, value);
    elsif step ? 'hide' then
      result := result - key;
      unfit := unfit - key;
    end if;
  end loop;
  if dropped <> '{}' then
    result := result || jsonb_build_object('$dropped', dropped);
  end if;
  if unfit <> '{}' then
    result := result || jsonb_build_object('$unfit', unfit);
  end if;
  return result;
end $$;
