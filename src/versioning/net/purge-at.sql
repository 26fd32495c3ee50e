-- When retention purges a deleted record: after its own days in the trash, unless another's deletion took it along, or
-- with what owns it, whichever is first. Null: never, also while a legal hold keeps it.
--
-- passed: ids on the way here, so that records that own each other end it
-- whom: whose; null: whom the session works for
--
-- callers: application
create or replace function palimpsest.purge_at(of_type text, record_id uuid, passed uuid[] default '{}', whom uuid default null)
returns timestamptz language plpgsql stable security definer
set search_path from current set timezone = 'UTC' set enable_seqscan = off as $$
declare
  record constant jsonb := palimpsest.record_of(of_type, record_id, whom);
  policy tables.retention_policy;
  owner record;
  result timestamptz;
begin
  if record_id = any (passed) or record is null or record ->> 'deleted_at' is null
     or palimpsest.holds_within(of_type, array[record_id], '{}', whom) or palimpsest.held(of_type, record, whom) then
    return null;
  end if;
  select * into policy from tables.retention_policy p where p.entity_type = of_type;
  if palimpsest.is_trashed_alone(record_id, null, whom) then
    result := (record ->> 'deleted_at')::timestamptz + make_interval(days => policy.trash_days);
  end if;
  for owner in select o."column", o."table" from jsonb_to_recordset(policy.owners) as o("column" text, "table" text) loop
    result := least(result, palimpsest.purge_at(owner."table", (record ->> owner."column")::uuid, passed || record_id, whom));
  end loop;
  return result;
end $$;
