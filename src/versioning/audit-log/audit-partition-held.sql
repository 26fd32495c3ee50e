-- Whether a partition of the audit log has entries of a record under legal hold, of what it owns or belongs to.
--
-- callers: owner
create or replace function palimpsest.audit_partition_held(partition regclass) returns boolean
language plpgsql security definer set search_path from current set timezone = 'UTC' set enable_seqscan = off as $$
declare
  somebody jsonb;
  whom uuid;
  found_held boolean := false;
begin
  for somebody in select * from palimpsest.everyone() loop
    whom := palimpsest.work_for(somebody);
    if exists (select from tables.legal_hold h where is_own(h, whom)) then
      execute format($sql$
        select exists (
          select from (select distinct entity_type, entity_id from %s e where is_own(e, $1) and entity_id is not null) r
          where r.entity_id in (select palimpsest.held_with_owners($1)) or palimpsest.held(r.entity_type, coalesce(
            (select v.snapshot from tables.entity_version v where is_own(v, $1) and v.entity_id = r.entity_id order by v.version desc limit 1),
            jsonb_build_object('id', r.entity_id)), $1))$sql$, partition) into found_held using whom;
      exit when found_held;
    end if;
  end loop;
  perform palimpsest.work_for('{}');
  return found_held;
end $$;
