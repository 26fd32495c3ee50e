-- By what a value is found that a field was set to. Equal values have one, however they are written.
--
-- returns null for what is not found so: long values, and lists and objects that hold numbers, which may be written otherwise
create or replace function palimpsest.value_term(of_type text, column_name text, value jsonb) returns text
language sql immutable as $$
  select case
    when length(value::text) > 500 then null
    when jsonb_typeof(value) = 'number' then concat_ws(' ', 'value', of_type, column_name, trim_scale(value::text::numeric))
    when jsonb_path_exists(value, '$.**?(@.type() == "number")') then null
    else concat_ws(' ', 'value', of_type, column_name, value) end
$$;
