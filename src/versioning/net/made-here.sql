-- Whether a row was written by the transaction under way, also under a savepoint of it.
--
-- by: the row's xmin
--
-- callers: owner
create or replace function palimpsest.made_here(by xid) returns boolean
language plpgsql stable as $$
declare
  own constant bigint := pg_current_xact_id()::text::bigint;
  made_by constant bigint := by::text::bigint;
  later bigint;
begin
  -- Savepoints have numbers of their own, later than their transaction's, and are under way as long as it is. Rows have
  -- the lower half of the number, hence the distance.
  later := (made_by - own % 4294967296 + 6442450944) % 4294967296 - 2147483648;
  return later = 0 or later > 0 and made_by >= 3 and pg_xact_status((own + later)::text::xid8) = 'in progress';
exception when invalid_parameter_value then
  -- No transaction has had this number yet: the row is older than half of all numbers, and seems to be of one to come.
  return false;
end $$;
