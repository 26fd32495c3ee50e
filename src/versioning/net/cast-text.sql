-- A value in the form that to_jsonb gives a type, made from its text form; null where it does not fit. What a cast of
-- PostgreSQL's would cut off or round fits as little as what it refuses.
--
-- type: as it is written in SQL: numeric(12,2)
create or replace function palimpsest.cast_text(value text, type text) returns jsonb language plpgsql stable as $$
declare
  digits int[];
begin
  -- What is usual is done at once: a statement planned for each value costs ten times as much.
  if type = 'text' then
    return to_jsonb(value);
  elsif type = 'boolean' and value in ('true', 'false') then
    return value::jsonb;
  elsif type = 'uuid' and value ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' then
    return to_jsonb(value);
  elsif type ~ '^character varying[(][0-9]{1,8}[)]$' then
    if char_length(value) <= rtrim(substr(type, 19), ')')::int then
      return to_jsonb(value);
    end if;
  elsif value ~ '^-?[0-9]{1,9}([.][0-9]{1,9})?$' then
    if type in ('integer', 'bigint') and value !~ '[.]' then
      return to_jsonb(value::bigint);
    end if;
    digits := regexp_match(type, '^numeric[(]([0-9]{2,3}),([0-9])[)]$');
    if digits[1] - digits[2] >= 9 and char_length(split_part(value, '.', 2)) <= digits[2] then
      return to_jsonb(round(value::numeric, digits[2]));
    end if;
  end if;
  return palimpsest.cast_by_type(value, type);
end $$;
