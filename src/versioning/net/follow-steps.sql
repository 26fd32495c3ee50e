-- Follows the steps that begin a shape, from the columns of the one before: begin_shape lists them. What is sensitive or a set
-- of links is neither added nor converted, since no row has it as versions do.
--
-- shape: the number of the one that begins; present: the table's columns as they are now
-- columns: those of the shape before, and then those that the steps lead to
-- kept: the steps as they are stored; added, converted: columns that came, and whose values became others; unlinked: names of
--   dropped fields that were references; is_lossy: whether values of before are gone from the rows
--
-- callers: owner
create or replace function palimpsest.follow_steps(of_type text, shape int, present jsonb, steps jsonb, inout columns jsonb,
  out kept jsonb, out added text[], out converted text[], out unlinked text[], out is_lossy boolean)
language plpgsql stable set search_path from current as $$
declare
  kinds constant text[] := '{add, rename, drop, map, fill, cast, among, compute, hide, show, type}';
  step jsonb;
  kind text;
  key text;
  computed text[] := '{}';
  fault text;
begin
  kept := '[]';
  added := '{}';
  converted := '{}';
  unlinked := '{}';
  is_lossy := false;
  if jsonb_typeof(steps) is distinct from 'array' then
    raise 'The steps of a shape are a list, not %', steps using errcode = 'invalid_parameter_value';
  end if;
  for step in select jsonb_array_elements(steps) loop
    fault := null;
    kind := case when jsonb_typeof(step) = 'object' then (select k from unnest(kinds) k where step ? k limit 1) end;
    key := step ->> kind;
    if key is null then
      fault := 'it is none of ' || array_to_string(kinds, ', ');
    elsif kind = 'add' then
      if columns ? key then
        fault := 'there is such a column at this point';
      elsif not present ? key then
        fault := 'the table has no such column';
      elsif present -> key ? 'sensitive' then
        step := step - 'value';
      elsif not step ? 'value' then
        fault := 'it names no value';
      end if;
      columns := columns || jsonb_build_object(key, present -> key);
      added := added || key;
    elsif kind <> 'type' and not columns ? key then
      fault := 'there is no such column at this point';
    elsif kind = 'rename' then
      if step ->> 'to' is null or columns ? (step ->> 'to') then
        fault := 'it names no column to become that is not there';
      elsif key = any (computed) then
        fault := 'the column is computed in this shape, which keeps its values by name: rename it before';
      end if;
      columns := (columns - key) || jsonb_build_object(step ->> 'to', columns -> key);
      converted := array_replace(converted, key, step ->> 'to');
    elsif kind = 'drop' then
      if not step ? 'as' or step ->> 'as' !~ '^[A-Za-z_][A-Za-z_0-9]*$' then
        fault := 'it does not say under which name the values stay to be read';
      end if;
      step := step || jsonb_build_object('as', palimpsest.dropped_name(of_type, kept, step ->> 'as'));
      if columns -> key ->> 'type' = 'uuid' and step ->> 'as' is not null then
        unlinked := unlinked || (step ->> 'as');
      end if;
      columns := columns - key;
      converted := array_remove(converted, key);
    elsif kind = 'map' and jsonb_typeof(step -> 'values') is distinct from 'object' then
      fault := 'its values are no object';
    elsif kind = 'among' and (jsonb_typeof(step -> 'values') is distinct from 'array'
        or jsonb_path_exists(step -> 'values', '$[*] ? (@.type() != "string")')) then
      fault := 'its values are no list of texts';
    elsif kind = 'fill' and not step ? 'value' then
      fault := 'it names no value';
    elsif kind = 'cast' then
      if to_regtype(step ->> 'to') is null then
        fault := 'it names no type';
      end if;
      columns := jsonb_set(columns, array[key, 'type'], coalesce(step -> 'to', 'null'));
    elsif kind = 'compute' then
      if step ->> 'sql' is null then
        fault := 'it has no sql';
      elsif not present ? key then
        fault := 'the table has no such column';
      elsif key = any (computed) then
        fault := 'the column is computed already';
      else
        computed := computed || key;
        columns := columns || jsonb_build_object(key, present -> key);
        step := step || jsonb_build_object('to', present -> key -> 'type', 'shape', shape);
        perform palimpsest.check_expression(step ->> 'sql', step ->> 'to');
      end if;
    elsif kind = 'hide' then
      columns := jsonb_set(columns, array[key, 'sensitive'], 'true');
    elsif kind = 'show' then
      columns := columns #- array[key, 'sensitive'];
    end if;
    if fault is not null then
      raise 'The step % of the shape of % cannot be taken: %', step, of_type, fault using errcode = 'invalid_parameter_value';
    end if;
    if kind = 'compute' then
      added := array_remove(added, key);
    end if;
    if kind in ('map', 'fill', 'cast', 'among', 'compute') then
      is_lossy := true;
      if key <> all (added || converted) then
        converted := converted || key;
      end if;
    elsif kind = 'drop' then
      is_lossy := true;
    end if;
    kept := kept || jsonb_build_array(step);
  end loop;
  -- Of what is in no snapshot, there is nothing to say.
  columns := columns || coalesce((
    select jsonb_object_agg(c.key, c.value) from jsonb_each(present) c where c.value ? 'sensitive' and not columns ? c.key), '{}');
  added := array(select a from unnest(added) a where not present -> a ? 'sensitive' and not present -> a ? 'links');
  converted := array(select c from unnest(converted) c where not present -> c ? 'sensitive' and not present -> c ? 'links');
end $$;
