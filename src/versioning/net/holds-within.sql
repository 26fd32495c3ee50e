-- Whether a legal hold lies on one of some records of a type, or on something that they own, which could not stay
-- without them.
--
-- passed: ids on the way here, so that records that own each other end it
--
-- callers: owner
create or replace function palimpsest.holds_within(of_type text, ids uuid[], passed uuid[] default '{}') returns boolean
language plpgsql stable security definer
set search_path from current set timezone = 'UTC' set enable_seqscan = off as $$
declare
  owned record;
  owned_ids uuid[];
begin
  if not exists (select from tables.legal_hold) then
    return false;
  end if;
  if exists (select from tables.legal_hold h where h.entity_id = any (ids)) then
    return true;
  end if;
  for owned in
    select p.entity_type, o."column"
    from tables.retention_policy p cross join jsonb_to_recordset(p.owners) as o("column" text, "table" text)
    where o."table" = of_type
  loop
    execute format('select array_agg(t.id) from %s t where t.%I = any ($1) and not t.id = any ($2)',
      palimpsest.table_of(owned.entity_type), owned."column")
      into owned_ids using ids, passed || ids;
    if owned_ids is not null and palimpsest.holds_within(owned.entity_type, owned_ids, passed || ids) then
      return true;
    end if;
  end loop;
  return false;
end $$;
