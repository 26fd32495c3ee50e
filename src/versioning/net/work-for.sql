-- Called with each row before history is written for it: where rows belong to somebody, the application replaces it by a
-- function that makes the session work for the row's owner. Here it does nothing.
--
-- returns: whom that is; null where rows are everybody's
create or replace function palimpsest.work_for(record jsonb) returns uuid language plpgsql as $$
begin
  return null;
end $$;
