-- The instant that a token names: what was seen when it was given.
--
-- returns null where this database has given no such token to whom the session works for
--
-- callers: application
create or replace function palimpsest.instant_of_token(token text) returns pg_snapshot
language plpgsql stable security definer set search_path from current as $$
declare
  sealed constant bytea := palimpsest.token_bytes(token);
  seal constant bytea := substr(sealed, 1, 16);
  content bytea;
  known tables.transaction_numbering;
  seen pg_snapshot;
begin
  for known in select * from tables.transaction_numbering n order by n.line desc loop
    content := palimpsest.token_stream(substr(sealed, 17), seal, known.inner_key, known.outer_key);
    -- Hashes are compared, so that the time it takes says nothing of how much was right.
    if sha256(palimpsest.seal_of(content, known.inner_key, known.outer_key)) = sha256(seal) then
      seen := rtrim(convert_from(content, 'UTF8'))::pg_snapshot;
      -- What is beyond the end of its line was seen where the rows came from, after they had left.
      return case when pg_snapshot_xmax(seen)::text::bigint <= known.last_number::text::bigint + 1 or known.last_number is null
        then seen end;
    end if;
  end loop;
  return null;
end $$;
