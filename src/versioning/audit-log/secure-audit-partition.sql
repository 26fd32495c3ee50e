-- Protects a partition of the audit log like the log itself, so that nobody gets round the log by naming the partition:
-- the same policies, forced on its owner too, no rights for anybody, and no TRUNCATE. Does nothing where that is so.
--
-- callers: owner
create or replace function palimpsest.secure_audit_partition(partition regclass) returns void
language plpgsql set search_path from current as $$
declare
  relation constant pg_class := c from pg_class c where c.oid = partition;
  no_truncate constant name := relation.relname || '_no_truncate';
  entry record;
begin
  if not relation.relrowsecurity or not relation.relforcerowsecurity then
    perform palimpsest.lock_patiently(array[format('lock table only %s in access exclusive mode', partition)]);
    execute format('alter table %s enable row level security, force row level security', partition);
  end if;
  if palimpsest.audit_policies(partition) <> palimpsest.audit_policies('tables.audit_entry') then
    for entry in select p.polname from pg_policy p where p.polrelid = partition loop
      execute format('drop policy %I on %s', entry.polname, partition);
    end loop;
    for entry in select p.* from jsonb_to_recordset(palimpsest.audit_policies('tables.audit_entry'))
      as p(name text, kind text, command text, roles text, using_expression text, check_expression text)
    loop
      execute format('create policy %I on %s as %s for %s to %s', entry.name, partition, entry.kind, entry.command, entry.roles)
        || coalesce(' using (' || entry.using_expression || ')', '')
        || coalesce(' with check (' || entry.check_expression || ')', '');
    end loop;
  end if;
  for entry in
    select distinct a.grantee from (
      select relation.relacl as acl union all select attacl from pg_attribute where attrelid = partition and attacl is not null
    ) granted cross join aclexplode(granted.acl) a where a.grantee <> relation.relowner
  loop
    execute format('revoke all on table %s from %s', partition,
      case entry.grantee when 0 then 'public' else entry.grantee::regrole::text end);
  end loop;
  if not exists (select from pg_trigger t where t.tgrelid = partition and t.tgname = no_truncate and t.tgenabled in ('O', 'A')) then
    execute format('drop trigger if exists %I on %s', no_truncate, partition);
    execute format('create trigger %I before truncate on %s for each statement execute function palimpsest.refuse()',
      no_truncate, partition);
  end if;
end $$;
