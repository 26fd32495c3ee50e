-- Refuses an expression that compute could never take, whatever the snapshot.
--
-- callers: owner
create or replace function palimpsest.check_expression(expression text, type text) returns void
language plpgsql stable set search_path from current set timezone = 'UTC'
set extra_float_digits = 1 set datestyle = 'ISO, YMD' set intervalstyle = 'postgres' set bytea_output = 'hex' as $$
begin
  perform set_config('search_path',
    (select c.relnamespace::regnamespace || ', pg_temp' from pg_class c where c.oid = 'tables.entity_shape'::regclass), true);
  execute format('select to_jsonb((%s)::%s) from (select ''{}''::jsonb as state) given where false', expression, type);
end $$;
