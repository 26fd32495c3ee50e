-- Makes the session work for the tenant of a row, or for nobody, to the end of the transaction: the one place that does so,
-- beside MikroORM, which opens transactions with the session of an entity manager. Called with each row whose history is
-- being written: who writes past the application may not have said for whom.
--
-- returns: the tenant, null for nobody
create or replace function palimpsest.work_for(record jsonb) returns uuid language plpgsql as $$
begin
  return nullif(set_config('app.tenant_id', record ->> 'tenant_id', true), '')::pg_catalog.uuid;
end $$;
