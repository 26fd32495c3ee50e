-- A text as a token carries it, or the other way round: so that it tells nothing of what it holds, which are numbers of transactions
-- of everybody. The stream is made of what proves the text, so it is another for each text and each organization. (SIV: Rogaway,
-- Shrimpton 2006; the stream is that of a counter under a pseudorandom function.)
--
-- seal: of the text, as seal_of gives it
--
-- callers: owner
create or replace function palimpsest.token_stream(content bytea, seal bytea, inner_key bytea, outer_key bytea) returns bytea
language sql immutable set search_path from current as $$
  -- No text begins with a zero byte, so that nothing that is sealed is part of a stream.
  select substr(varbit_send(
    ('x' || encode(content, 'hex'))::varbit # ('x' || substr(string_agg(encode(
      sha256(outer_key || sha256(inner_key || decode('00', 'hex') || seal || int4send(n))), 'hex'), '' order by n), 1, 2 * length(content)))::varbit), 5)
  from generate_series(0, length(content) / 32) n;
$$;
