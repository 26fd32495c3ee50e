-- Begins the history of those of some rows that have none, locks them until the transaction ends, and says how many they
-- were. A row that this very transaction has written gets its version at its end.
--
-- whom: whose; null: whom the session works for
--
-- callers: application
create or replace function palimpsest.begin_histories(of_type text, ids uuid[], source text default 'CLI', whom uuid default null)
returns bigint
language plpgsql security definer
set search_path from current set timezone = 'UTC' set enable_seqscan = off
set extra_float_digits = 1 set datestyle = 'ISO, YMD' set intervalstyle = 'postgres' set bytea_output = 'hex' as $$
declare
  relation constant regclass := d.relation from palimpsest.describe(of_type) d;
  records jsonb;
begin
  whom := coalesce(whom, palimpsest.working_for());
  perform palimpsest.require_read_committed();
  execute format('select jsonb_agg(to_jsonb(t)) from (select * from %s r where is_own(r, $2) and id = any ($1)
      and not palimpsest.made_here(xmin) order by id for no key update) t', relation)
    into records using ids, whom;
  return palimpsest.begin_history(of_type, coalesce(records, '[]'), source, whom);
end $$;
