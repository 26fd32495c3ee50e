-- At the end of the transaction, for each version that names what took it along: that owns it, or what owns it was taken along
-- by the same, which is checked of its own version.
--
-- callers: owner
create or replace function palimpsest.check_version() returns trigger
language plpgsql security definer set search_path from current set timezone = 'UTC' set enable_seqscan = off as $$
declare
  whom constant uuid := owner_of(new);
begin
  if new.cause_id is null then
    return null;
  end if;
  perform palimpsest.work_for(to_jsonb(new) - array['snapshot']);
  if not (new.cause_id <> new.entity_id and exists (
    select from tables.retention_policy p cross join jsonb_to_recordset(p.owners) as o("column" text, "table" text)
    -- By its owner's id, newest first, which is mostly the one: by the change set all that it took along would be looked through
    -- for each of them.
    cross join lateral (
      select * from tables.entity_version v
      where is_own(v, whom) and v.entity_id = (new.snapshot ->> o."column")::uuid
      order by v.version desc
      offset 0) c
    where p.entity_type = new.entity_type and c.entity_type = o."table" and c.entity_id <> new.entity_id
      and c.change_set_id = new.change_set_id and c.operation = new.operation
      and palimpsest.deletion(c.operation, c.changed, c.snapshot) = palimpsest.deletion(new.operation, new.changed, new.snapshot)
      and new.cause_id in (c.entity_id, c.cause_id))) then
    raise exception 'Version % of % % names a cause that did not take it along.', new.version, new.entity_type, new.entity_id
      using errcode = '23514';
  end if;
  return null;
end $$;
