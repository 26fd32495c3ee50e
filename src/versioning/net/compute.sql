-- The value that an expression of a migration's author gives for a snapshot, as to_jsonb gives it; null where it ends in
-- an error of its own or is not of the type. It sees what its caller sees, tables by their names alone.
--
-- expression: over a column called state, the snapshot; type: as format_type writes it
create or replace function palimpsest.compute(state jsonb, expression text, type text) returns jsonb
language plpgsql stable set search_path from current set timezone = 'UTC'
set extra_float_digits = 1 set datestyle = 'ISO, YMD' set intervalstyle = 'postgres' set bytea_output = 'hex' as $$
declare
  result jsonb;
begin
  perform set_config('search_path',
    (select c.relnamespace::regnamespace || ', pg_temp' from pg_class c where c.oid = 'tables.entity_shape'::regclass), true);
  execute format('select coalesce(to_jsonb((%s)::%s), ''null'') from (select $1 as state) given', expression, type)
    into result using state;
  return result;
exception
  when others then
    if palimpsest.is_passing(sqlstate) then
      raise;
    end if;
    return null;
end $$;
