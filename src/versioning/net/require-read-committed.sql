-- Refuses what decides by rows that others write, such as legal holds, in a transaction that has one snapshot from its
-- start: it would not see what they have done since, and no lock renews it.
--
-- callers: owner
create or replace function palimpsest.require_read_committed() returns void language plpgsql as $$
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'What has a history is written in transactions of the isolation level READ COMMITTED, not %.',
      upper(current_setting('transaction_isolation')) using errcode = '0A000';
  end if;
end $$;
