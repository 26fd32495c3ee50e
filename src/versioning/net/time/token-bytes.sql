-- The bytes of a token's text; null where it is not as token_text writes it, or longer than ten thousand open transactions make it:
-- a caller's text is looked at in each statement.
create or replace function palimpsest.token_bytes(token text) returns bytea
language plpgsql immutable set search_path from current as $$
declare
  content bytea;
begin
  if length(token) > 200000 or token !~ '^[A-Za-z0-9_-]{24,}$' or length(token) % 4 = 1 then
    return null;
  end if;
  content := decode(rpad(translate(token, '-_', '+/'), (length(token) + 3) / 4 * 4, '='), 'base64');
  return case when palimpsest.token_text(content) = token then content end;
end $$;
