-- The versioned table of that name, null where there is none. Told by what only the owner can have put there, the trigger
-- that records its changes, and in the schema of the tables alone: whatever else a caller names is no type.
--
-- callers: owner
create or replace function palimpsest.table_of(of_type text) returns regclass
language plpgsql stable as $$
declare
  named constant regclass := to_regclass('tables.' || quote_ident(of_type));
begin
  if exists (
    select from pg_trigger t where t.tgrelid = named and t.tgfoid = 'palimpsest.record_change()'::regprocedure) then
    return named;
  end if;
  return null;
end $$;
