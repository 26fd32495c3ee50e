import { asOwner, type SqlFunction } from './sql-function.js';

/**
 * Writes an audit entry of what leaves no version: a sign-in, a refused access. When it was is not for the caller to say,
 * nor what was done to a record: actions of the form post.update are made with the versions that they tell of.
 *
 * action: the subject, which is no versioned type, then what was done: session.signIn
 */
export const recordEvent: SqlFunction = {
  signature: 'record_event(text, text, text, text)',
  callers: 'application',
  definition: `
create or replace function palimpsest.record_event(action text, actor_kind text, actor_id text, request_id text)
returns void language plpgsql ${asOwner} as $$
begin
  if action is null or action !~ '^[a-z][A-Za-z]*[.][a-z][A-Za-z]*$'
     or palimpsest.table_of(split_part(action, '.', 1)) is not null
     or exists (select from tables.retention_policy p where p.entity_type = split_part(action, '.', 1)) then
    raise exception 'An event cannot be called %.', coalesce(action, 'null') using errcode = '23514';
  end if;
  insert into tables.audit_entry (action, actor_kind, actor_id, request_id) values (action, actor_kind, actor_id, request_id);
end $$`,
};
