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
  now constant jsonb := palimpsest.shape_columns(of_type);
  last tables.entity_shape;
  taken record;
  step jsonb;
  difference text;
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
  select * into taken from palimpsest.follow_steps(of_type, last.shape + 1, now, steps, last.columns);
  difference := palimpsest.shape_difference(taken.columns, now);
  if difference is not null then
    raise 'The steps of the new shape of % do not lead to its table: %', of_type, difference
      using errcode = 'invalid_parameter_value';
  end if;
  for step in select jsonb_array_elements(taken.kept) loop
    if step ? 'rename' or step ? 'drop' then
      perform palimpsest.move_owner_column(of_type, coalesce(step ->> 'rename', step ->> 'drop'), step ->> 'to');
    end if;
  end loop;
  insert into tables.entity_shape (entity_type, shape, steps, columns) values (of_type, last.shape + 1, taken.kept, now);
  if last.shape > 0 then
    if taken.is_lossy then
      perform palimpsest.require_histories(of_type);
    end if;
    perform palimpsest.forget_all_summaries();
    perform palimpsest.keep_computed_values(of_type, last.shape + 1);
    perform palimpsest.check_shape_rows(of_type, last.shape, taken.added, taken.converted);
    perform palimpsest.keep_shape_references(of_type,
      array(select c from unnest(taken.converted) c where now -> c ->> 'type' = 'uuid'), taken.unlinked);
  end if;
  return last.shape + 1;
end $$;
