-- Of everyone, those of whom there are change sets that an earlier snapshot did not see: where rows belong to somebody, the
-- application replaces it together with everyone. Here all belong to one and the same.
--
-- since: null: everyone
--
-- callers: owner
create or replace function palimpsest.everyone_since(since pg_snapshot) returns setof jsonb language sql stable security definer
set search_path from current set timezone = 'UTC' set enable_seqscan = off as $$
  select palimpsest.everyone();
$$;
