-- Has the summaries made anew that some change sets stand in: what they say of these holds no longer.
--
-- callers: owner
create or replace function palimpsest.forget_summaries(change_sets uuid[]) returns void
language plpgsql security definer set search_path from current set enable_seqscan = off as $$
begin
  update tables.change_set_summary m set bits = null
  from (
    select distinct b.first_place
    from tables.sealed_change_set s
    cross join lateral (
      select m.first_place from tables.change_set_summary m where m.first_place <= s.place order by m.first_place desc limit 1) b
    where s.change_set_id = any (change_sets)) touched
  where m.first_place = touched.first_place and m.bits is not null;
end $$;
