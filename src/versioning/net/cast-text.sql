-- A value in the form that to_jsonb gives a type, made from its text form; null where it does not fit. What a cast of
-- PostgreSQL's would cut off or round fits as little as what it refuses.
--
-- type: as format_type writes it
create or replace function palimpsest.cast_text(value text, type text) returns jsonb
language plpgsql stable set search_path from current set timezone = 'UTC'
set extra_float_digits = 1 set datestyle = 'ISO, YMD' set intervalstyle = 'postgres' set bytea_output = 'hex' as $$
declare
  -- Also what is written as 2.00 is an integer.
  by_numeric constant boolean := type in ('smallint', 'integer', 'bigint');
  result jsonb;
begin
  execute format(case when by_numeric then 'select to_jsonb($1::numeric::%s)' else 'select to_jsonb($1::%s)' end, type)
    into result using value;
  if jsonb_typeof(result) = 'number' and (result #>> '{}')::numeric <> value::numeric
    or type ~ '^(character|bit|name|"char")' and rtrim(result #>> '{}') <> rtrim(value) then
    return null;
  end if;
  return result;
exception when others then
  return null;
end $$;
