-- Called with each row before history is written for it: where rows belong to somebody, the application replaces it by a
-- function that makes the session work for the row's owner. Here it does nothing.
create or replace function palimpsest.work_for(record jsonb) returns void language plpgsql as $$
begin
end $$;
