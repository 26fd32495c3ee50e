-- Terms as numbers, the same on every machine.
create or replace function palimpsest.term_hashes(terms text[]) returns bigint[] language sql immutable as $$
  select coalesce(array_agg(('x' || substr(md5(t.term), 1, 16))::bit(64)::bigint), '{}')
  from (select distinct term from unnest(terms) term where term is not null) t
$$;
