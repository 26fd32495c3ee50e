-- A snapshot of one shape as a snapshot of a later one. Besides its columns it has, where there are such, $dropped: the
-- values of fields that are gone and that clients knew, by the names by which they did, and $unfit: the values that have no
-- place in the later shape, by column, which is null then. It never fails: what has no step of this kind stays as it is.
--
-- state: may have $dropped and $unfit already; sensitive columns are in none, and a step about what is not there does
--   nothing, except add
-- steps: as steps_of gives them, looked up once for many snapshots; passed: as many of their lists led to its own shape
create or replace function palimpsest.take_steps(state jsonb, steps jsonb, passed int)
returns jsonb language plpgsql stable as $$
declare
  -- The snapshot, what of it is gone, and what stands in its place: made one again at the end, since each step of its own
  -- would copy all of it.
  base jsonb;
  gone text[] := '{}';
  made jsonb := '{}';
  dropped jsonb;
  unfit jsonb;
  step jsonb;
  key text;
  value jsonb;
  fitting jsonb;
begin
  if jsonb_typeof(state) is distinct from 'object' then
    return state;
  end if;
  dropped := case when jsonb_typeof(state -> '$dropped') = 'object' then state -> '$dropped' else '{}' end;
  base := state - '{$dropped,$unfit}'::text[];
  unfit := case when jsonb_typeof(state -> '$unfit') = 'object' then state -> '$unfit' else '{}' end;
  for shape in passed .. coalesce(jsonb_array_length(steps), 0) - 1 loop
    for place in 0 .. jsonb_array_length(steps -> shape) - 1 loop
      step := steps -> shape -> place;
      key := coalesce(step ->> 'add', step ->> 'rename', step ->> 'drop', step ->> 'map', step ->> 'fill', step ->> 'among',
        step ->> 'cast', step ->> 'compute', step ->> 'hide');
      continue when key is null;
      value := coalesce(made -> key, case when key <> all (gone) then base -> key end);
      if step ? 'add' then
        if value is null and step ? 'value' then
          made := made || jsonb_build_object(key, step -> 'value');
        end if;
        continue;
      end if;
      continue when value is null;
      if step ? 'rename' then
        made := (made - key) || jsonb_build_object(step ->> 'to', value);
        gone := gone || key;
        if unfit ? key then
          unfit := (unfit - key) || jsonb_build_object(step ->> 'to', unfit -> key);
        end if;
      elsif step ? 'drop' then
        made := made - key;
        gone := gone || key;
        if step ->> 'as' is not null then
          -- The value of an earlier field of that name was its own; a later one was added by a step.
          dropped := jsonb_build_object(step ->> 'as', coalesce(unfit -> key, value)) || dropped;
        end if;
        unfit := unfit - key;
      elsif step ? 'map' then
        if step -> 'values' ? (value #>> '{}') then
          made := made || jsonb_build_object(key, step -> 'values' -> (value #>> '{}'));
        end if;
      elsif step ? 'fill' then
        if jsonb_typeof(value) = 'null' and not unfit ? key then
          made := made || jsonb_build_object(key, step -> 'value');
        end if;
      elsif step ? 'among' then
        if jsonb_typeof(value) <> 'null' and not step -> 'values' ? (value #>> '{}') then
          made := made || jsonb_build_object(key, null);
          unfit := unfit || jsonb_build_object(key, value);
        end if;
      elsif step ? 'cast' then
        if jsonb_typeof(value) <> 'null' then
          fitting := palimpsest.cast_text(value #>> '{}', step ->> 'to');
          made := made || jsonb_build_object(key, fitting);
          if fitting is null then
            unfit := jsonb_build_object(key, value) || unfit;
          end if;
        end if;
      elsif step ? 'compute' then
        base := (base - gone) || made;
        gone := '{}';
        fitting := palimpsest.computed(state, base, step);
        made := jsonb_build_object(key, fitting);
        unfit := case when fitting is null then jsonb_build_object(key, value) || unfit else unfit - key end;
      else
        made := made - key;
        gone := gone || key;
        unfit := unfit - key;
      end if;
    end loop;
  end loop;
  base := (base - gone) || made;
  if dropped <> '{}' then
    base := base || jsonb_build_object('$dropped', dropped);
  end if;
  if unfit <> '{}' then
    base := base || jsonb_build_object('$unfit', unfit);
  end if;
  return base;
end $$;
