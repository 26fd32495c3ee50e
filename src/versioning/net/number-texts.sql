-- A number of JSON as text, with all of its digits, and so each of a list; everything else as it is.
create or replace function palimpsest.number_texts(value jsonb) returns jsonb language plpgsql stable as $$
begin
  if jsonb_typeof(value) = 'number' then
    return to_jsonb(value #>> '{}');
  elsif jsonb_typeof(value) = 'array' then
    return (
      select coalesce(jsonb_agg(palimpsest.number_texts(item) order by place), '[]')
      from jsonb_array_elements(value) with ordinality as listed (item, place));
  end if;
  return value;
end $$;
