-- Takes strong locks on tables that are in use, without being in the way: whoever waits for a lock makes all others wait
-- behind it, so an attempt is short, and lets go of what it has. Shorter than deadlock_timeout, so that it never makes a
-- deadlock of others' opposite order; but for the last attempts, since PostgreSQL interrupts its autovacuum only for
-- those who have waited for so long.
--
-- statements: LOCK TABLE, in the order in which they are to be run
--
-- callers: owner
create or replace function palimpsest.lock_patiently(statements text[]) returns void
language plpgsql set search_path from current set lock_timeout = '200ms' as $$
declare
  long_attempt constant interval := current_setting('deadlock_timeout')::interval + interval '500 ms';
  statement text;
begin
  for attempt in 1..12 loop
    if attempt > 10 then
      perform set_config('lock_timeout', (extract(epoch from long_attempt) * 1000)::int::text, true);
    end if;
    begin
      foreach statement in array statements loop
        execute statement;
      end loop;
      return;
    exception when lock_not_available then
      perform pg_sleep(0.1);
    end;
  end loop;
  raise exception 'The tables are in use by a long transaction; nothing was changed.' using errcode = '55P03';
end $$;
