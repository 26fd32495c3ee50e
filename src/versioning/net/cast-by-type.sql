-- What cast_text does, of any type: a statement of its own is planned for each value.
--
-- type: as it is written in SQL: numeric(12,2)
create or replace function palimpsest.cast_by_type(value text, type text) returns jsonb
language plpgsql stable set search_path from current set timezone = 'UTC'
set extra_float_digits = 1 set datestyle = 'ISO, YMD' set intervalstyle = 'postgres' set bytea_output = 'hex' as $$
declare
  named regtype;
  result jsonb;
begin
  named := to_regtype(type);
  -- Also what is written as 2.00 is an integer.
  execute format('select to_jsonb($1%s::%s)',
    case when named in ('int2'::regtype, 'int4'::regtype, 'int8'::regtype) then '::numeric' end, type) into result using value;
  if jsonb_typeof(result) = 'number' and (result #>> '{}')::numeric <> value::numeric
    or named in ('varchar'::regtype, '"char"'::regtype, 'name'::regtype, 'bit'::regtype, 'varbit'::regtype)
      and result #>> '{}' <> value
    -- To these alone blanks at the end mean nothing.
    or named = 'bpchar'::regtype and rtrim(result #>> '{}') <> rtrim(value) then
    return null;
  end if;
  return result;
exception
  when others then
    if palimpsest.is_passing(sqlstate) then
      raise;
    end if;
    return null;
end $$;
