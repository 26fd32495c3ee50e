-- Whether a deleted record is in the trash for its own sake: nothing else took it along, or what did is back without it, was
-- deleted anew or is gone, so that no restoration of that brings it back. Told by the newest version that deleted it, since
-- what was changed in the trash has newer ones.
--
-- instant: as of when; null is the present
-- whom: whose; null: whom the session works for
create or replace function palimpsest.is_trashed_alone(record_id uuid, instant pg_snapshot default null, whom uuid default null)
returns boolean language plpgsql stable as $$
declare
  deletion record;
begin
  whom := coalesce(whom, palimpsest.working_for());
  select v.cause_id, v.change_set_id into deletion from tables.entity_version v
  where is_own(v, whom) and v.entity_id = record_id and palimpsest.deletion(v.operation, v.changed, v.snapshot)
    and (instant is null or pg_visible_in_snapshot(v.xid, instant))
  order by v.version desc limit 1;
  return deletion.cause_id is null
    or exists (
      select from tables.tombstone t where is_own(t, whom) and t.entity_id = deletion.cause_id
        and (instant is null or exists (
          select from tables.change_set s
          where is_own(s, whom) and s.id = t.change_set_id and pg_visible_in_snapshot(s.xid, instant))))
    or coalesce((
      select not palimpsest.deletion(v.operation, v.changed, v.snapshot) or v.change_set_id <> deletion.change_set_id
      from tables.entity_version v
      where is_own(v, whom) and v.entity_id = deletion.cause_id and palimpsest.deletion(v.operation, v.changed, v.snapshot) is not null
        and (instant is null or pg_visible_in_snapshot(v.xid, instant))
      order by v.version desc limit 1), true);
end $$;
