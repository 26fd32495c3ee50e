import { asOwner, type SqlFunction } from './sql-function.js';

/** A record as its row is, or its newest snapshot where the row is gone. */
export const recordOf: SqlFunction = {
  signature: 'record_of(text, uuid)',
  callers: 'owner',
  definition: `
create or replace function palimpsest.record_of(of_type text, record_id uuid) returns jsonb
language plpgsql stable ${asOwner} as $$
declare
  relation constant regclass := palimpsest.table_of(of_type);
  found_record jsonb;
begin
  if relation is not null then
    execute format('select to_jsonb(t) from %s t where t.id = $1', relation) into found_record using record_id;
  end if;
  return coalesce(found_record, (
    select v.snapshot from tables.entity_version v
    where v.entity_id = record_id and v.entity_type = of_type order by v.version desc limit 1));
end $$`,
};

/**
 * The ids of a record and of all that own it, directly or further up; an owner of which nothing is left counts too.
 *
 * record: the row or its snapshot; passed: ids on the way here, so that records that own each other end it
 */
export const ownerIds: SqlFunction = {
  signature: 'owner_ids(text, jsonb, uuid[])',
  callers: 'owner',
  definition: `
create or replace function palimpsest.owner_ids(of_type text, record jsonb, passed uuid[] default '{}') returns setof uuid
language plpgsql stable ${asOwner} as $$
declare
  own_id constant uuid := record ->> 'id';
  owner record;
begin
  if own_id is null or own_id = any (passed) then
    return;
  end if;
  return next own_id;
  for owner in
    select o."column", o."table"
    from tables.retention_policy p cross join jsonb_to_recordset(p.owners) as o("column" text, "table" text)
    where p.entity_type = of_type
  loop
    return query select palimpsest.owner_ids(
      owner."table",
      coalesce(
        palimpsest.record_of(owner."table", (record ->> owner."column")::uuid),
        jsonb_build_object('id', record ->> owner."column")),
      passed || own_id);
  end loop;
end $$`,
};
