-- The change set of the transaction under way: the one that the application has opened, so that what it does past its own
-- recorder is attributed like everything else. Where there is none, a new one of source SQL is made. The change set in which
-- histories begin is left out: it says nothing of who changes what. Change sets restored from a dump can have the number
-- of this transaction, so they must not be older than it.
--
-- whom: whose; null: whom the session works for
create or replace function palimpsest.change_set_of_transaction(whom uuid default null) returns uuid
language plpgsql as $$
declare
  -- In a variable, for no index serves a comparison with what is volatile.
  own constant xid8 := palimpsest.transaction_number();
  found_id uuid;
begin
  whom := coalesce(whom, palimpsest.working_for());
  select id into found_id from tables.change_set s
  where is_own(s, whom) and xid = own and recorded_at >= now()
    and not (actor_kind = 'SYSTEM' and operation_name is not distinct from 'backfill')
  order by source = 'SQL' limit 1;
  if found_id is null then
    insert into tables.change_set (id, actor_kind, actor_id, reason, source)
    values (gen_random_uuid(), 'SQL', palimpsest.current_actor(), nullif(current_setting('palimpsest.reason', true), ''), 'SQL')
    returning id into found_id;
  end if;
  return found_id;
end $$;
