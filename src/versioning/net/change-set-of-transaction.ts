import type { SqlFunction } from './sql-function.js';

/**
 * The change set of the transaction under way: the one the application has opened, so that what it does past its own
 * recorder is attributed like everything else, or a new one of source SQL. The one in which histories begin is neither;
 * no client's can pass for it. What was restored from a dump may have the numbers of transactions to come, not their time.
 */
export const changeSetOfTransaction: SqlFunction = {
  signature: 'change_set_of_transaction()',
  definition: `
create or replace function palimpsest.change_set_of_transaction() returns uuid
language plpgsql as $$
declare
  -- In a variable, for no index serves a comparison with what is volatile.
  own constant xid8 := pg_current_xact_id();
  found_id uuid;
begin
  select id into found_id from tables.change_set
  where xid = own and recorded_at >= now()
    and not (actor_kind = 'SYSTEM' and operation_name is not distinct from 'backfill')
  order by source = 'SQL' limit 1;
  if found_id is null then
    insert into tables.change_set (id, actor_kind, actor_id, reason, source)
    values (gen_random_uuid(), 'SQL', palimpsest.current_actor(), nullif(current_setting('palimpsest.reason', true), ''), 'SQL')
    returning id into found_id;
  end if;
  return found_id;
end $$`,
};
