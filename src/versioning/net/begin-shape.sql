-- Begins a new shape of a versioned table, for migrations, after they have altered it and made its triggers anew: says how
-- a snapshot of the shape before becomes one of this. The steps must lead from the columns that the table had to those that
-- it has. They are taken one after the other, so that names are exchanged by way of a third. Each is one of
--
--   {"add": column, "value": json}               versions that lack it have this value; none for a sensitive column
--   {"rename": column, "to": column}
--   {"drop": column, "as": "fieldName"}          its values stay to be read, by the name clients knew, with a number where
--                                                another field went by it; by nobody where it is null: clients knew none
--   {"map": column, "values": {"DRAFT": json}}   by the text of the value; others stay
--   {"fill": column, "value": json}              what was null has this value
--   {"cast": column, "to": "numeric(12,2)"}      a value that does not fit becomes null, and what was stored is told
--   {"among": column, "values": ["OPEN"]}        likewise a value that is none of these
--   {"compute": column, "sql": "expression"}     over the snapshot, which it calls state; likewise where it fails
--   {"hide": column}, {"show": column}           it has become sensitive, or no longer is
--   {"type": table}                              what the table was called before; rename_type says it
--
-- and means for old versions what the migration has done to the rows, which is held against them here: a row that differs from
-- its newest version would seem to be changed by whoever changes it next. What is computed is kept, each version's value: what
-- is looked up may be another later.
--
-- returns: the number of the new shape
--
-- callers: owner
create or replace function palimpsest.begin_shape(of_type text, steps jsonb) returns int
language plpgsql set search_path from current set timezone = 'UTC'
set extra_float_digits = 1 set datestyle = 'ISO, YMD' set intervalstyle = 'postgres' set bytea_output = 'hex' as $$
declare
  kinds constant text[] := '{add, rename, drop, map, fill, cast, among, compute, hide, show, type}';
  now constant jsonb := palimpsest.shape_columns(of_type);
  last tables.entity_shape;
  columns jsonb;
  step jsonb;
  kept jsonb := '[]';
  kind text;
  key text;
  became text;
  added text[] := '{}';
  converted text[] := '{}';
  computed text[] := '{}';
  dropped_references text[] := '{}';
  fault text;
begin
  -- What is written meanwhile would be of the shape before.
  execute format('lock table %s in share row exclusive mode', palimpsest.table_of(of_type));
  select * into last from tables.entity_shape s where s.entity_type = of_type order by s.shape desc limit 1;
  if not found then
    if steps <> '[]' then
      raise '% has no shape yet: palimpsest.know_shapes() gives it the first, before the table is altered', of_type
        using errcode = 'object_not_in_prerequisite_state';
    end if;
    if exists (select from tables.entity_shape s where s.steps @> jsonb_build_array(jsonb_build_object('type', of_type))) then
      raise 'The name % was that of another table, whose audit entries have it: call the new one otherwise', of_type
        using errcode = 'duplicate_object';
    end if;
    last.shape := 0;
    last.columns := now;
  elsif jsonb_path_exists(last.steps, '$[*].retire') then
    raise 'The name % was that of a table that is retired, and stays with its history: call the new one otherwise', of_type
      using errcode = 'duplicate_object';
  end if;
  if jsonb_typeof(steps) is distinct from 'array' then
    raise 'The steps of a shape are a list, not %', steps using errcode = 'invalid_parameter_value';
  end if;
  columns := last.columns;
  for step in select jsonb_array_elements(steps) loop
    fault := null;
    kind := case when jsonb_typeof(step) = 'object' then (select k from unnest(kinds) k where step ? k limit 1) end;
    key := step ->> kind;
    if key is null then
      fault := 'it is none of ' || array_to_string(kinds, ', ');
    elsif kind = 'add' then
      if columns ? key then
        fault := 'there is such a column at this point';
      elsif not now ? key then
        fault := 'the table has no such column';
      elsif now -> key ? 'sensitive' then
        step := step - 'value';
      elsif not step ? 'value' then
        fault := 'it names no value';
      end if;
      columns := columns || jsonb_build_object(key, now -> key);
      added := added || key;
    elsif kind <> 'type' and not columns ? key then
      fault := 'there is no such column at this point';
    elsif kind = 'rename' then
      if step ->> 'to' is null or columns ? (step ->> 'to') then
        fault := 'it names no column to become that is not there';
      elsif key = any (computed) then
        fault := 'the column is computed in this shape, which keeps its values by name: rename it before';
      end if;
      became := step ->> 'to';
      columns := (columns - key) || jsonb_build_object(became, columns -> key);
      converted := array_replace(converted, key, became);
      perform palimpsest.move_owner_column(of_type, key, became);
    elsif kind = 'drop' then
      if not step ? 'as' or step ->> 'as' !~ '^[A-Za-z_][A-Za-z_0-9]*$' then
        fault := 'it does not say under which name the values stay to be read';
      end if;
      step := step || jsonb_build_object('as', palimpsest.dropped_name(of_type, kept, step ->> 'as'));
      if columns -> key ->> 'type' = 'uuid' and step ->> 'as' is not null then
        dropped_references := dropped_references || (step ->> 'as');
      end if;
      columns := columns - key;
      converted := array_remove(converted, key);
      perform palimpsest.move_owner_column(of_type, key, null);
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
      elsif not now ? key then
        fault := 'the table has no such column';
      elsif key = any (computed) then
        fault := 'the column is computed already';
      else
        computed := computed || key;
        columns := columns || jsonb_build_object(key, now -> key);
        step := step || jsonb_build_object('to', now -> key -> 'type', 'shape', last.shape + 1);
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
    if kind in ('map', 'fill', 'cast', 'among', 'compute') and key <> all (added || converted) then
      converted := converted || key;
    end if;
    kept := kept || jsonb_build_array(step);
  end loop;
  -- Of what is in no snapshot, there is nothing to say.
  columns := columns || coalesce((
    select jsonb_object_agg(c.key, c.value) from jsonb_each(now) c where c.value ? 'sensitive' and not columns ? c.key), '{}');
  fault := palimpsest.shape_difference(columns, now);
  if fault is not null then
    raise 'The steps of the new shape of % do not lead to its table: %', of_type, fault using errcode = 'invalid_parameter_value';
  end if;
  insert into tables.entity_shape (entity_type, shape, steps, columns) values (of_type, last.shape + 1, kept, now);
  if last.shape > 0 then
    if jsonb_path_exists(kept, '$[*] ? (exists(@.drop) || exists(@.map) || exists(@.fill) || exists(@.cast) || exists(@.among) || exists(@.compute))') then
      perform palimpsest.require_histories(of_type);
    end if;
    perform palimpsest.keep_computed_values(of_type, last.shape + 1);
    converted := array(select c from unnest(converted) c where not now -> c ? 'sensitive' and not now -> c ? 'links');
    added := array(select a from unnest(added) a where not now -> a ? 'sensitive' and not now -> a ? 'links');
    perform palimpsest.check_shape_rows(of_type, last.shape, added, converted);
    perform palimpsest.keep_shape_references(of_type,
      array(select c from unnest(converted) c where now -> c ->> 'type' = 'uuid'), dropped_references);
  end if;
  return last.shape + 1;
end $$;
