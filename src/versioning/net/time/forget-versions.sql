-- After versions are removed, by whomever: what change sets were about because of these alone, they are about no longer, and what
-- sums them up is to be made anew.
--
-- callers: owner
create or replace function palimpsest.forget_versions() returns trigger
language plpgsql security definer set search_path from current set timezone = 'UTC' set enable_seqscan = off as $$
declare
  described constant jsonb := (select to_jsonb(r) - array['snapshot'] from removed r limit 1);
  whom uuid;
begin
  if described is null then
    return null;
  end if;
  whom := palimpsest.work_for(described);
  delete from tables.change_set_topic k
  using (
    select distinct s.place, s.change_set_id, r.entity_type, t.topic
    from removed r
    join tables.sealed_change_set s on is_own(s, whom) and s.change_set_id = r.change_set_id
    cross join lateral palimpsest.topics_of(r.operation, r.changed) t (topic)) gone
  -- It was noted under the name that the table had then.
  where is_own(k, whom) and k.place = gone.place and k.topic = gone.topic and k.entity_type = any (palimpsest.type_names(gone.entity_type))
    and not exists (
      select from tables.entity_version v cross join lateral palimpsest.topics_of(v.operation, v.changed) t (topic)
      where is_own(v, whom) and v.change_set_id = gone.change_set_id and v.entity_type = gone.entity_type and t.topic = gone.topic);
  perform palimpsest.forget_summaries(array(select distinct r.change_set_id from removed r), whom);
  return null;
end $$;
