-- Removes all records of a versioned table, for everybody, for migrations, before it is dropped: the living are deleted
-- first, and all leave versions and tombstones. Its links go with them, and its name stays with its history. What no client
-- saw of them nobody sees afterwards.
--
-- reason: why, by the name of the migration
-- returns: how many records there were
--
-- callers: owner
create or replace function palimpsest.retire_type(of_type text, reason text) returns bigint language plpgsql as $$
declare
  described record;
  hidden jsonb;
  last tables.entity_shape;
  links text;
  by_whom text;
  removed bigint := 0;
  somebody jsonb;
  whom uuid;
  gone bigint;
begin
  select * into described from palimpsest.describe(of_type);
  -- Known by the triggers, which go.
  select jsonb_agg(jsonb_build_object('drop', c, 'as', null)) into hidden from unnest(palimpsest.internal_columns(of_type)) c;
  select * into last from tables.entity_shape s where s.entity_type = of_type order by s.shape desc limit 1;
  if not found then
    raise '% has no shape yet: palimpsest.know_shapes() gives it the first', of_type
      using errcode = 'object_not_in_prerequisite_state';
  end if;
  execute format('lock table %s in share row exclusive mode', described.relation);
  perform palimpsest.attribute('palimpsest migrate up', reason);
  by_whom := 'SQL:' || palimpsest.current_actor();
  perform palimpsest.change_data(reason, format($statement$
    update %s t set version = version + 1, updated_at = clock_timestamp(), updated_by = %2$L,
      deleted_at = clock_timestamp(), deleted_by = %2$L, deleted_in = (select palimpsest.change_set_of_transaction())
    where is_own(t, palimpsest.working_for()) and deleted_at is null$statement$, described.relation, by_whom));
  for somebody in select palimpsest.everyone() loop
    whom := palimpsest.work_for(somebody);
    execute format('select count(*) from %s t where is_own(t, $1)', described.relation) into gone using whom;
    removed := removed + gone;
  end loop;
  -- Together, since a row that has links cannot go, and without its links it would be of another version.
  select 'with ' || string_agg(format('link_%s as (delete from tables.%I l where is_own(l, palimpsest.working_for()))', place, l ->> 'table'), ', ') into links
  from jsonb_array_elements(described.links) with ordinality as listed (l, place);
  begin
    perform palimpsest.change_data(reason, format('%s delete from %s t where is_own(t, palimpsest.working_for())', links, described.relation));
  exception when foreign_key_violation then
    get stacked diagnostics links = table_name;
    raise 'Records of % still refer to those of %: retire or drop what refers to them first', links, of_type
      using errcode = 'foreign_key_violation';
  end;
  -- Nothing looks for owners in a table that is gone.
  delete from tables.retention_policy p where p.entity_type = of_type;
  insert into tables.entity_shape (entity_type, shape, steps, columns)
  values (of_type, last.shape + 1, coalesce(hidden, '[]') || jsonb_build_object('retire', reason), '{}');
  return removed;
end $$;
