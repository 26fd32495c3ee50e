-- How many characters a type of texts has place for; null for any other type.
--
-- type: as format_type writes it: character varying(255)
create or replace function palimpsest.longest_text(type text) returns int language plpgsql immutable as $$
begin
  return case
    when type in ('text', 'character varying') then 2147483647
    when type ~ '^character varying[(][0-9]{1,8}[)]$' then rtrim(substr(type, 19), ')')::int end;
end $$;
