-- Whether a partition of the audit log has entries of a record under legal hold, of what it owns or belongs to.
--
-- callers: owner
create or replace function palimpsest.audit_partition_held(partition regclass) returns boolean
language plpgsql security definer set search_path from current set timezone = 'UTC' set enable_seqscan = off as $$
declare
  somebody jsonb;
  found_held boolean := false;
begin
  for somebody in select * from palimpsest.everyone() loop
    perform palimpsest.work_for(somebody);
    if exists (select from tables.legal_hold) then
      execute format($sql$
        select exists (
          select from (select distinct entity_type, entity_id from %s where entity_id is not null) r
          where r.entity_id in (select palimpsest.held_with_owners()) or palimpsest.held(r.entity_type, coalesce(
            (select v.snapshot from tables.entity_version v where v.entity_id = r.entity_id order by v.version desc limit 1),
            jsonb_build_object('id', r.entity_id))))$sql$, partition) into found_held;
      exit when found_held;
    end if;
  end loop;
  perform palimpsest.work_for('{}');
  return found_held;
end $$;
