-- Which PostgreSQL this is, and which of its databases: by its number of it, for databases can be renamed.
create or replace function palimpsest.cluster_identity() returns text
language plpgsql stable set search_path from current as $$
declare
  system text := '';
begin
  begin
    select s.system_identifier::text into system from pg_control_system() s;
  exception when insufficient_privilege then
    system := '';
  end;
  return system || '/' || (select d.oid from pg_database d where d.datname = current_database());
end $$;
