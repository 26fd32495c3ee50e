-- Begins a session for whom a token speaks, in one statement: makes it work for the tenant, and answers for the user.
-- One function of several statements, since in one statement nothing says whether the setting comes before the reading.
--
-- A mutation holds the rights of its user in share: what would change them waits for it, and it for what is changing
-- them. Rights that a mutation is to change itself it holds alone, all in the order of their ids, so that two who
-- demote each other queue up. Advisory locks, because those are given in the order of asking: locks on the rows would
-- keep a demotion waiting for as long as somebody works without a pause.
--
-- Rights of others are held for administrators alone, who may change them: by naming them nobody else makes their owners
-- wait. Who is one must be asked before anything is held. Who becomes one in between changes what she has not locked
-- ahead, and waits for it when her transaction ends (keep_rights).
--
-- Returns the present role; null where the token counts no more.
--
-- callers: application
create or replace function palimpsest.begin_session(tenant uuid, subject uuid, credential text, given_role text, changes uuid[])
returns text language plpgsql set search_path from current as $$
declare
  holder uuid;
  found_role text;
  found_hash text;
  is_deleted boolean;
begin
  perform palimpsest.work_for(jsonb_build_object('tenant_id', tenant));
  if changes is not null then
    for holder in
      select u.id from tables."user" u
      where u.tenant_id = tenant and u.id = any (changes)
        and (u.id = subject or (select palimpsest.begin_session(tenant, subject, credential, given_role, null)) = 'ADMIN')
      union select subject order by 1
    loop
      if holder = any (changes) then
        perform pg_advisory_xact_lock(palimpsest.rights_of(holder));
      else
        perform pg_advisory_xact_lock_shared(palimpsest.rights_of(holder));
      end if;
    end loop;
  end if;
  select u.role, u.password_hash, u.deleted_at is not null into found_role, found_hash, is_deleted
  from tables."user" u where u.tenant_id = tenant and u.id = subject;
  if found and is_deleted or not found and exists (select from tables.tombstone d where d.tenant_id = tenant and d.entity_id = subject) then
    return null;
  elsif given_role is not null then
    return (select given_role from tables.organization o where o.id = tenant);
  elsif found then
    return case when credential = palimpsest.credential(found_hash) then found_role end;
  elsif subject = tenant then
    -- An organization speaks for itself until it has somebody who may make its users.
    return (select 'ADMIN' from tables.organization o where o.id = tenant and not palimpsest.has_administrator(o.id));
  end if;
  return null;
end $$;
