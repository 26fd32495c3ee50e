-- Gives each versioned table that has no shape its first, for migrations, and refuses where one is altered or gone and nothing
-- says what becomes of its history: then nobody could tell what the versions from before mean. A table that is gone and
-- never had a record is forgotten.
--
-- callers: owner
create or replace function palimpsest.know_shapes() returns void language plpgsql as $$
declare
  versioned record;
  last tables.entity_shape;
  difference text;
begin
  -- Migrations from before there were shapes.
  if to_regclass('tables.entity_shape') is null then
    return;
  end if;
  for versioned in
    select c.relname as name, palimpsest.shape_columns(c.relname) as columns from pg_trigger t
    join pg_class c on c.oid = t.tgrelid
    where t.tgfoid = 'palimpsest.record_change()'::regprocedure and palimpsest.table_of(c.relname) = c.oid
    order by 1
  loop
    select * into last from tables.entity_shape s where s.entity_type = versioned.name order by s.shape desc limit 1;
    if not found or jsonb_path_exists(last.steps, '$[*].retire') then
      perform palimpsest.begin_shape(versioned.name, '[]');
      continue;
    end if;
    difference := palimpsest.shape_difference(last.columns, versioned.columns);
    if difference is not null then
      raise 'The table % is altered (%), and nothing says what becomes of its history: a migration that `npm run migration` writes does, by palimpsest.begin_shape()',
        versioned.name, difference using errcode = 'object_not_in_prerequisite_state';
    end if;
  end loop;
  for last in
    select distinct on (s.entity_type) * from tables.entity_shape s
    where to_regclass('tables.' || quote_ident(s.entity_type)) is null order by s.entity_type, s.shape desc
  loop
    if jsonb_path_exists(last.steps, '$[*].retire') then
      continue;
    elsif palimpsest.has_records(last.entity_type) then
      raise 'The table % is gone, and nothing says what becomes of its records: palimpsest.retire_type() before it is dropped does, or palimpsest.rename_type() after it is renamed',
        last.entity_type using errcode = 'object_not_in_prerequisite_state';
    end if;
    delete from tables.entity_shape s where s.entity_type = last.entity_type;
  end loop;
end $$;
