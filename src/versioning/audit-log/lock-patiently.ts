import type { SqlFunction } from '../net/sql-function.js';

/**
 * Takes strong locks on tables that are in use, without being in the way: whoever waits for a lock makes all others wait
 * behind it, so each attempt is short, and lets go of what it has. Below deadlock_timeout, so that it never makes a
 * deadlock of others' opposite order.
 *
 * statements: LOCK TABLE, in the order in which they are to be run
 */
export const lockPatiently: SqlFunction = {
  signature: 'lock_patiently(text[])',
  callers: 'owner',
  definition: `
create or replace function palimpsest.lock_patiently(statements text[]) returns void
language plpgsql set search_path from current set lock_timeout = '200ms' as $$
declare
  statement text;
begin
  for attempt in 1..15 loop
    begin
      foreach statement in array statements loop
        execute statement;
      end loop;
      return;
    exception when lock_not_available then
      perform pg_sleep(0.1);
    end;
  end loop;
  raise exception 'The audit log is in use by a long transaction; nothing was changed.' using errcode = '55P03';
end $$`,
};
