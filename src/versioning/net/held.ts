import { asOwner, type SqlFunction } from './sql-function.js';

/**
 * Whether a legal hold lies on a record, on what owns it, or further up: then neither it nor its history may go. An owner
 * that is gone itself is looked up in history.
 *
 * record: the row or its snapshot; passed: ids on the way here, so that records that own each other end it
 */
export const held: SqlFunction = {
  signature: 'held(text, jsonb, uuid[])',
  definition: `
create or replace function palimpsest.held(of_type text, record jsonb, passed uuid[] default '{}') returns boolean
language plpgsql stable ${asOwner} as $$
declare
  owner record;
  owner_id uuid;
  owner_record jsonb;
begin
  if exists (select from legal_hold h where h.entity_id = (record ->> 'id')::uuid) then
    return true;
  end if;
  for owner in
    select o."column", o."table"
    from retention_policy p cross join jsonb_to_recordset(p.owners) as o("column" text, "table" text)
    where p.entity_type = of_type
  loop
    owner_id := record ->> owner."column";
    continue when owner_id is null or owner_id = any (passed);
    execute format('select to_jsonb(t) from %I t where t.id = $1', owner."table") into owner_record using owner_id;
    if owner_record is null then
      select v.snapshot into owner_record from entity_version v where v.entity_id = owner_id order by v.version desc limit 1;
    end if;
    owner_record := coalesce(owner_record, jsonb_build_object('id', owner_id));
    if palimpsest.held(owner."table", owner_record, passed || owner_id) then
      return true;
    end if;
  end loop;
  return false;
end $$`,
};
