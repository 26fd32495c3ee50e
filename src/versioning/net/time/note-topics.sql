-- Notes what sealed change sets are about, for whom the session works: what was done, and which columns were changed.
--
-- after: those whose places are greater
-- whom: whose; null: whom the session works for
--
-- callers: owner
create or replace function palimpsest.note_topics(after bigint, whom uuid default null) returns void
language plpgsql security definer set search_path from current set enable_seqscan = off as $$
begin
  whom := coalesce(whom, palimpsest.working_for());
  insert into tables.change_set_topic (entity_type, topic, place)
  select distinct v.entity_type, t.topic, s.place
  from tables.sealed_change_set s
  join tables.entity_version v on is_own(v, whom) and v.change_set_id = s.change_set_id
  cross join lateral palimpsest.topics_of(v.operation, v.changed) t (topic)
  where is_own(s, whom) and s.place > after;
end $$;
