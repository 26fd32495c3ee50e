-- Has the summaries made anew that some change sets stand in: what they say of these holds no longer.
--
-- whom: whose; null: whom the session works for
--
-- callers: owner
create or replace function palimpsest.forget_summaries(change_sets uuid[], whom uuid default null) returns void
language plpgsql security definer set search_path from current set enable_seqscan = off as $$
begin
  whom := coalesce(whom, palimpsest.working_for());
  update tables.change_set_summary m set bits = null
  from (
    select distinct b.first_place
    from tables.sealed_change_set s
    cross join lateral (
      select m.first_place from tables.change_set_summary m
      where is_own(m, whom) and m.first_place <= s.place order by m.first_place desc limit 1) b
    where is_own(s, whom) and s.change_set_id = any (change_sets)) touched
  where is_own(m, whom) and m.first_place = touched.first_place and m.bits is not null;
end $$;
