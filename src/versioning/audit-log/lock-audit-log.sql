-- Held to the end of the transaction while partitions of the audit log come or go.
--
-- callers: owner
create or replace function palimpsest.lock_audit_log() returns void
language sql set search_path from current as $$
  -- Any number serves, as long as all versions of the server use the same.
  select pg_advisory_xact_lock(5046123);
$$;
