-- Bytes as a token's text, which needs no quoting anywhere (base64url).
create or replace function palimpsest.token_text(content bytea) returns text language sql immutable set search_path from current as $$
  select translate(encode(content, 'base64'), '+/=' || chr(10), '-_');
$$;
