-- Whether a legal hold lies on one of some records of a type, or on something that they own, which could not stay
-- without them.
--
-- passed: ids on the way here, so that records that own each other end it
--
-- whom: whose; null: whom the session works for
--
-- callers: owner
create or replace function palimpsest.holds_within(of_type text, ids uuid[], passed uuid[] default '{}', whom uuid default null)
returns boolean
language plpgsql stable security definer
set search_path from current set timezone = 'UTC' set enable_seqscan = off as $$
declare
  owned record;
  owned_ids uuid[];
begin
  whom := coalesce(whom, palimpsest.working_for());
  if not exists (select from tables.legal_hold h where is_own(h, whom)) then
    return false;
  end if;
  if exists (select from tables.legal_hold h where is_own(h, whom) and h.entity_id = any (ids)) then
    return true;
  end if;
  for owned in
    select p.entity_type, o."column"
    from tables.retention_policy p cross join jsonb_to_recordset(p.owners) as o("column" text, "table" text)
    where o."table" = of_type
  loop
    execute format('select array_agg(t.id) from %s t where is_own(t, $3) and t.%I = any ($1) and not t.id = any ($2)',
      palimpsest.table_of(owned.entity_type), owned."column")
      into owned_ids using ids, passed || ids, whom;
    if owned_ids is not null and palimpsest.holds_within(owned.entity_type, owned_ids, passed || ids, whom) then
      return true;
    end if;
  end loop;
  return false;
end $$;
