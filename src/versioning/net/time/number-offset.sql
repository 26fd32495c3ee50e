-- What is added to the numbers that PostgreSQL gives to transactions, so that those that are stored only ever grow, also where
-- the rows have come into another cluster: see know_cluster. Nearly always 0.
--
-- callers: application
create or replace function palimpsest.number_offset() returns bigint
language plpgsql stable security definer set search_path from current as $$
begin
  return coalesce((select n.number_offset from tables.transaction_numbering n order by n.line desc limit 1), 0);
end $$;
