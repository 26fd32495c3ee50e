-- Writes an audit entry of what leaves no version: a sign-in, a refused access. When it was is not for the caller to say,
-- nor what was done to a record: actions of the form post.update are made with the versions that they tell of, and what
-- reads like one (posts.update) is none either.
--
-- event: action (the subject, which is no versioned type, then what was done: session.signIn), actor_kind, actor_id,
--   request_id, and entity_type and entity_id where it was about a record
--
-- callers: application
create or replace function palimpsest.record_event(event jsonb) returns void language plpgsql security definer
set search_path from current set timezone = 'UTC' set enable_seqscan = off as $$
declare
  action constant text := event ->> 'action';
  of_type constant text := event ->> 'entity_type';
begin
  if action is null or action !~ '^[a-z][A-Za-z]*[.][a-z][A-Za-z]*$'
     or split_part(action, '.', 2) in ('create', 'update', 'delete', 'restore', 'revert', 'undo', 'purge', 'hold', 'release')
     or palimpsest.table_of(split_part(action, '.', 1)) is not null
     or exists (select from tables.retention_policy p where p.entity_type = split_part(action, '.', 1)) then
    raise exception 'An event cannot be called %.', coalesce(action, 'null') using errcode = '23514';
  end if;
  if of_type is not null and palimpsest.table_of(of_type) is null then
    raise exception '% is not a versioned table.', of_type using errcode = '42P01';
  end if;
  insert into tables.audit_entry (action, actor_kind, actor_id, request_id, entity_type, entity_id)
  values (action, event ->> 'actor_kind', event ->> 'actor_id', event ->> 'request_id', of_type, (event ->> 'entity_id')::uuid);
end $$;
