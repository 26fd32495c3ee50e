-- The ids of a record and of all that own it, directly or further up; an owner of which nothing is left counts too.
--
-- record: the row or its snapshot; passed: ids on the way here, so that records that own each other end it
-- whom: whose; null: whom the session works for
--
-- callers: owner
create or replace function palimpsest.owner_ids(of_type text, record jsonb, passed uuid[] default '{}', whom uuid default null)
returns setof uuid language plpgsql stable security definer
set search_path from current set timezone = 'UTC' set enable_seqscan = off as $$
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
        palimpsest.record_of(owner."table", (record ->> owner."column")::uuid, whom),
        jsonb_build_object('id', record ->> owner."column")),
      passed || own_id,
      whom);
  end loop;
end $$;
