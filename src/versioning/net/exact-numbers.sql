-- A snapshot, or a part of one, with text in place of the numbers that a double may not hold, as the API gives them
-- elsewhere: those of numeric and bigint columns, other long ones, and fractions of nobody knows which type. Documents and
-- floats stay as they are.
--
-- columns: as shapes describe them; null where nothing is known of them, as of values that have no place in theirs: those
--   are of another type
create or replace function palimpsest.exact_numbers(state jsonb, columns jsonb) returns jsonb
language plpgsql stable as $$
declare
  key text;
  value jsonb;
  type text;
begin
  if jsonb_typeof(state) is distinct from 'object' then
    return state;
  end if;
  for key, value, type in
    select e.key, e.value, coalesce(columns -> e.key ->> 'type', '') from jsonb_each(state) e
    where jsonb_typeof(e.value) in ('number', 'array')
  loop
    if type ~ '^(numeric|bigint)'
      or (type !~ '^(json|real|double precision)' and jsonb_typeof(value) = 'number'
        and value #>> '{}' ~ case when type = '' then '[.]|[0-9]{16}' else '[0-9.]{16}' end) then
      state := state || jsonb_build_object(key, palimpsest.number_texts(value));
    end if;
  end loop;
  return state;
end $$;
