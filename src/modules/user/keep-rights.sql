-- At the end of a transaction that changed or removed what a user's tokens stand for, her role, her password or herself:
-- waits for the mutations that are under way under the old rights, and for none that begin later. The last living
-- administrator of an organization stays one. Administrators are counted by one transaction at a time, so that two who
-- demote each other do not both find the other still there. What it calls is not for everybody, so it works as the owner.
--
-- callers: owner
create or replace function palimpsest.keep_rights() returns trigger language plpgsql security definer
set search_path from current as $$
declare
  before constant text := coalesce(current_setting('app.tenant_id', true), '');
begin
  perform pg_advisory_xact_lock(palimpsest.rights_of(old.id));
  if old.role = 'ADMIN' and old.deleted_at is null then
    perform pg_advisory_xact_lock(hashtextextended('administrators:' || old.tenant_id, 0));
    perform palimpsest.work_for(to_jsonb(old));
    if not palimpsest.has_administrator(old.tenant_id) then
      raise exception 'The last administrator of an organization can be neither deleted nor given another role.'
        using errcode = 'PR001';
    end if;
    perform palimpsest.work_for(jsonb_build_object('tenant_id', before));
  end if;
  return null;
end $$;
