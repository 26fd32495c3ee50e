import { asRecorder, type SqlFunction } from './sql-function.js';

/**
 * Begins the history of those of some rows that have none, locks them until the transaction ends, and says how many they
 * were. A row that this very transaction has written gets its version at its end.
 */
export const beginHistories: SqlFunction = {
  signature: 'begin_histories(text, uuid[], text)',
  callers: 'application',
  definition: `
create or replace function palimpsest.begin_histories(of_type text, ids uuid[], source text default 'CLI') returns bigint
language plpgsql ${asRecorder} as $$
declare
  relation constant regclass := d.relation from palimpsest.describe(of_type) d;
  records jsonb;
begin
  perform palimpsest.require_read_committed();
  execute format('select jsonb_agg(to_jsonb(t)) from (select * from %s where id = any ($1)
      and not palimpsest.made_here(xmin) order by id for no key update) t', relation)
    into records using ids;
  return palimpsest.begin_history(of_type, coalesce(records, '[]'), source);
end $$`,
};
