-- The number of the transaction under way, as it is stored: greater than all numbers of transactions that had ended before it
-- began, for ever.
create or replace function palimpsest.transaction_number() returns xid8
language plpgsql stable set search_path from current as $$
begin
  return (pg_current_xact_id()::text::bigint + palimpsest.number_offset())::text::xid8;
end $$;
