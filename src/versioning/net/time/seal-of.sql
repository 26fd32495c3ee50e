-- What proves that a text was sealed by this database for whom the session works: nobody but the owner knows the keys of a
-- line. (The nested construction of HMAC, with two independent keys: Bellare, Canetti, Krawczyk 1996.)
--
-- callers: owner
create or replace function palimpsest.seal_of(content bytea, inner_key bytea, outer_key bytea) returns bytea
language sql stable set search_path from current as $$
  select substr(sha256(outer_key || sha256(inner_key || convert_to(coalesce(palimpsest.working_for()::text, '') || chr(10), 'UTF8') || content)), 1, 16);
$$;
