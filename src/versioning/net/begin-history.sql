-- Gives rows that were there before their history, as those of a table that has become versioned, their version 1. It
-- belongs to a change set of its own, for it is no change of whoever works. Rows that have a history are left alone.
--
-- records: the rows, as to_jsonb gives them
-- whom: whose; null: whom the session works for
--
-- callers: owner
create or replace function palimpsest.begin_history(of_type text, records jsonb, source text, whom uuid default null) returns bigint
language plpgsql security definer set search_path from current set timezone = 'UTC' set enable_seqscan = off as $$
declare
  own constant xid8 := palimpsest.transaction_number();
  described record;
  beginnings record;
  change_set_id uuid;
begin
  whom := coalesce(whom, palimpsest.working_for());
  select * into described from palimpsest.describe(of_type);
  select array_agg((r ->> 'id')::uuid) as ids, array_agg(r - described.sensitive || l.linked) as snapshots,
    array_agg(to_jsonb(array(select c from unnest(described.sensitive) c where r ->> c is not null))) as redacted,
    (jsonb_agg(r) filter (where r ->> 'version' <> '1')) -> 0 as later
  into beginnings
  from jsonb_array_elements(records) r
  join palimpsest.linked_ids_of(array(select (i ->> 'id')::uuid from jsonb_array_elements(records) i), described.links, whom) l
    on l.record_id = (r ->> 'id')::uuid
  where not exists (select from tables.entity_version v where is_own(v, whom) and v.entity_id = (r ->> 'id')::uuid);
  if beginnings.later is not null then
    raise exception 'The % % is at version %, and its history is missing.',
      of_type, beginnings.later ->> 'id', beginnings.later ->> 'version' using errcode = '23514';
  elsif beginnings.ids is null then
    return 0;
  end if;
  select id into change_set_id from tables.change_set s
  where is_own(s, whom) and xid = own and recorded_at >= now() and actor_kind = 'SYSTEM' and operation_name = 'backfill' limit 1;
  if change_set_id is null then
    insert into tables.change_set (id, actor_kind, actor_id, reason, operation_name, source)
    values (gen_random_uuid(), 'SYSTEM', 'palimpsest', 'History begins: the row was there before its history.', 'backfill', source)
    returning id into change_set_id;
  end if;
  return palimpsest.write_versions(of_type, change_set_id, described.keys, beginnings.ids,
    array_fill(1, array[cardinality(beginnings.ids)]), array_fill('CREATE'::text, array[cardinality(beginnings.ids)]),
    beginnings.snapshots, beginnings.redacted, whom => whom);
end $$;
