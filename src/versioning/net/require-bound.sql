-- Refuses whoever policies do not bind: working for everybody in turn, that role would change everybody's rows each time.
--
-- callers: owner
create or replace function palimpsest.require_bound() returns void language plpgsql as $$
begin
  if (select c.relrowsecurity from pg_class c where c.oid = 'tables.change_set'::regclass) and not row_security_active('tables.change_set') then
    raise 'Row level security does not bind %, who would change the rows of everybody once for each of them', current_user
      using errcode = 'insufficient_privilege', hint = 'Run it as the owner of the tables.';
  end if;
end $$;
