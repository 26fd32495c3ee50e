-- A snapshot of one shape as a snapshot of a later one. Besides its columns it has, where there are such, $dropped: the
-- values of fields that are gone and that clients knew, by the names by which they did, and $unfit: the values that have no
-- place in the later shape, by column, which is null then. It never fails: what has no step of this kind stays as it is.
--
-- state: may have $dropped and $unfit already; sensitive columns are in none, and a step about what is not there does
--   nothing, except add
-- steps: as steps_of gives them, looked up once for many snapshots; passed: as many of their shapes led to its own
create or replace function palimpsest.take_steps(state jsonb, steps jsonb, passed int)
returns jsonb language plpgsql stable as $$
declare
  -- The snapshot, what of it is gone, and what stands in its place: made one again at the end, since each step of its own
  -- would copy all of it.
  base jsonb := state;
  gone text[] := '{}';
  made jsonb := '{}';
  dropped jsonb := '{}';
  unfit jsonb := '{}';
  step jsonb;
  kind text;
  key text;
  value jsonb;
  fitting jsonb;
begin
  if jsonb_typeof(state) is distinct from 'object' then
    return state;
  end if;
  if state ?| '{$dropped,$unfit}' then
    base := state - '{$dropped,$unfit}'::text[];
    dropped := case when jsonb_typeof(state -> '$dropped') = 'object' then state -> '$dropped' else '{}' end;
    unfit := case when jsonb_typeof(state -> '$unfit') = 'object' then state -> '$unfit' else '{}' end;
  end if;
  for place in coalesce((steps -> 0 ->> passed)::int, 2147483647) .. jsonb_array_length(steps) - 1 loop
    step := steps -> place;
    kind := step ->> 0;
    key := step ->> 1;
    value := coalesce(made -> key, case when key <> all (gone) then base -> key end);
    if value is null then
      if kind = 'add' then
        made := jsonb_set(made, array[key], step -> 2);
      end if;
    elsif kind = 'rename' then
      made := jsonb_set(made - key, array[step ->> 2], value);
      gone := gone || key;
      if unfit ? key then
        unfit := (unfit - key) || jsonb_build_object(step ->> 2, unfit -> key);
      end if;
    elsif kind = 'cast' then
      -- A text that fits stays as it is; one of so few bytes has no more characters.
      if not coalesce(jsonb_typeof(value) = 'string'
            and (pg_column_size(value) <= (step ->> 3)::int or char_length(value #>> '{}') <= (step ->> 3)::int), false)
          and jsonb_typeof(value) <> 'null' then
        fitting := palimpsest.cast_text(value #>> '{}', step ->> 2);
        made := made || jsonb_build_object(key, fitting);
        if fitting is null then
          unfit := jsonb_build_object(key, value) || unfit;
        end if;
      end if;
    elsif kind = 'map' then
      if step -> 2 ? (value #>> '{}') then
        made := jsonb_set(made, array[key], coalesce(step -> 2 -> (value #>> '{}'), 'null'));
      end if;
    elsif kind = 'among' then
      if not step -> 2 ? (value #>> '{}') and jsonb_typeof(value) <> 'null' then
        made := made || jsonb_build_object(key, null);
        unfit := unfit || jsonb_build_object(key, value);
      end if;
    elsif kind = 'fill' then
      if jsonb_typeof(value) = 'null' and not unfit ? key then
        made := jsonb_set(made, array[key], step -> 2);
      end if;
    elsif kind = 'drop' then
      made := made - key;
      gone := gone || key;
      if step ->> 2 is not null then
        -- The value of an earlier field of that name was its own; a later one was added by a step.
        dropped := jsonb_build_object(step ->> 2, coalesce(unfit -> key, value)) || dropped;
      end if;
      unfit := unfit - key;
    elsif kind = 'compute' then
      base := (base - gone) || made;
      gone := '{}';
      fitting := palimpsest.computed(state, base, step -> 2);
      made := jsonb_build_object(key, fitting);
      unfit := case when fitting is null then jsonb_build_object(key, value) || unfit else unfit - key end;
    elsif kind = 'hide' then
      made := made - key;
      gone := gone || key;
      unfit := unfit - key;
    end if;
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
