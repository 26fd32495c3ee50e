-- Gives each versioned table that has no shape its first, for migrations, and refuses where one is altered and its last
-- shape does not say so: then nobody could tell what the versions from before mean.
--
-- callers: owner
create or replace function palimpsest.know_shapes() returns void language plpgsql as $$
declare
  versioned record;
  known jsonb;
  difference text;
begin
  for versioned in
    select c.relname as name, palimpsest.shape_columns(c.relname) as columns from pg_trigger t
    join pg_class c on c.oid = t.tgrelid
    where t.tgfoid = 'palimpsest.record_change()'::regprocedure and palimpsest.table_of(c.relname) = c.oid
    order by 1
  loop
    select s.columns into known from tables.entity_shape s where s.entity_type = versioned.name order by s.shape desc limit 1;
    if not found then
      perform palimpsest.begin_shape(versioned.name, '[]');
      continue;
    end if;
    difference := palimpsest.shape_difference(known, versioned.columns);
    if difference is not null then
      raise 'The table % is altered (%), and nothing says what becomes of its history: palimpsest.begin_shape() does', versioned.name, difference
        using errcode = 'object_not_in_prerequisite_state';
    end if;
  end loop;
end $$;
