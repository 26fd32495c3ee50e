/**
 * SQL: lets whom the tables belong to see the change sets of everybody while the session works for nobody, by which
 * `everyone_since` finds who has changed something: the functions of the database alone work so. Names that role, so that what
 * others read is planned as if there were no such policy; and is made anew where the tables have come to another role.
 */
export const sealingPolicy = `
  do $$ begin
    if not exists (
      select from pg_policy p
      where p.polrelid = 'change_set'::regclass and p.polname = 'owner'
        and p.polroles = array[(select r.oid from pg_roles r where r.rolname = current_user)]) then
      drop policy if exists "owner" on change_set;
      create policy "owner" on change_set for select to current_user
        using (nullif(current_setting('app.tenant_id', true), '') is null);
    end if;
  end $$`;
