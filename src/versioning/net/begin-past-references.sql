-- Takes the past references of everybody's records out of the history that there is, for migrations: before a table has
-- keep_past_references, nothing does. A value that only looks like a reference does no harm, it is one more place to look.
--
-- callers: owner
create or replace function palimpsest.begin_past_references() returns void
language plpgsql security definer set search_path from current set timezone = 'UTC' set enable_seqscan = off as $$
declare
  somebody jsonb;
  whom uuid;
begin
  for somebody in select palimpsest.everyone() loop
    whom := palimpsest.work_for(somebody);
    insert into tables.past_reference (entity_id, target_id, entity_type)
    select b.entity_id, (b.snapshot ->> key)::uuid, b.entity_type
    from tables.entity_version v
    cross join lateral jsonb_array_elements_text(v.changed) key
    join tables.entity_version b on is_own(b, whom) and b.entity_id = v.entity_id and b.version = v.version - 1
    where is_own(v, whom) and v.version > 1 and b.snapshot ->> key ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'
    union
    select v.entity_id, value::uuid, v.entity_type
    from tables.tombstone d
    join tables.entity_version v on is_own(v, whom) and v.entity_id = d.entity_id and v.version = d.version
    cross join lateral jsonb_each_text(v.snapshot) as state (key, value)
    where is_own(d, whom) and value ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' and value <> v.entity_id::text
    on conflict do nothing;
  end loop;
  perform palimpsest.work_for('{}');
end $$;
