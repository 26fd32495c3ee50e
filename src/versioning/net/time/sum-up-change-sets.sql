-- Sums up sealed change sets, so many one after the other at a time, for whom the session works: who made them and by what, what
-- their reasons hold, what was done to what, and what fields were set to, as a Bloom filter each. So a search passes over nearly all
-- that have not what is searched for.
--
-- most: how many summaries to make
-- until: when to stop
-- whom: whose; null: whom the session works for
--
-- returns how many were made
--
-- callers: owner
create or replace function palimpsest.sum_up_change_sets(most int, until timestamptz default 'infinity', whom uuid default null)
returns int
language plpgsql security definer set search_path from current set timezone = 'UTC' set enable_seqscan = off as $$
declare
  size constant int := 64;
  -- A filter that lacks nothing: of what is too much, and of what cannot be summed up, which is not tried again each time.
  -- No backslash, which a session's settings could make mean another thing.
  everything constant bytea := decode('ff', 'hex');
  newest bigint;
  last bigint;
  due record;
  made int := 0;
begin
  whom := coalesce(whom, palimpsest.working_for());
  select s.place into newest from tables.sealed_change_set s where is_own(s, whom) order by s.place desc limit 1;
  select m.last_place into last from tables.change_set_summary m where is_own(m, whom) order by m.first_place desc limit 1;
  last := coalesce(last, 0);
  if newest >= last + size then
    insert into tables.change_set_summary (first_place, last_place)
    select n, n + size - 1 from generate_series(last + 1, newest - size + 1, size) n;
  end if;
  for due in select m.first_place, m.last_place from tables.change_set_summary m
    where is_own(m, whom) and m.bits is null order by m.first_place desc limit most
  loop
    exit when clock_timestamp() > until;
    begin
      update tables.change_set_summary m
      set bits = case when palimpsest.exceeds_summary(due.first_place, due.last_place, whom) then everything
      else palimpsest.bloom_filter(palimpsest.term_hashes(array(
        select t.term
        from tables.sealed_change_set s
        join tables.change_set c on is_own(c, whom) and c.id = s.change_set_id
        cross join lateral (
          values ('actor ' || c.actor_id), ('source ' || c.source) union all select palimpsest.reason_terms(c.reason)) t (term)
        where is_own(s, whom) and s.place between due.first_place and due.last_place
        union all
        select t.term
        from tables.sealed_change_set s
        join tables.entity_version v on is_own(v, whom) and v.change_set_id = s.change_set_id
        cross join lateral (
          values (concat_ws(' ', 'operation', v.entity_type, v.operation))
          union all
          select unnest(array[
            concat_ws(' ', 'field', v.entity_type, k.name),
            palimpsest.value_term(v.entity_type, k.name, coalesce(k.state -> k.name, 'null'))])
          from (
            select u.state, jsonb_array_elements_text(u.changed) as name
            from (
              select palimpsest.upcast(v.entity_type, v.snapshot || '{}', v.shape) as state,
                palimpsest.upcast_names(v.entity_type, v.changed, v.shape) as changed offset 0) u) k
          where k.name is not null) t (term)
        where is_own(s, whom) and s.place between due.first_place and due.last_place))) end
      where is_own(m, whom) and m.first_place = due.first_place;
    exception when others then
      raise warning 'The change sets from place % on cannot be summed up (%), so each search looks at them.', due.first_place, sqlstate;
      update tables.change_set_summary m set bits = everything where is_own(m, whom) and m.first_place = due.first_place;
    end;
    made := made + 1;
  end loop;
  return made;
end $$;
