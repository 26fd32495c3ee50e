-- After change sets are removed, by whomever: what sums them up holds their reasons no longer.
--
-- callers: owner
create or replace function palimpsest.forget_change_sets() returns trigger
language plpgsql security definer set search_path from current set timezone = 'UTC' set enable_seqscan = off as $$
declare
  described constant jsonb := (select to_jsonb(r) from removed r limit 1);
begin
  if described is not null then
    perform palimpsest.forget_summaries(array(select r.id from removed r), palimpsest.work_for(described));
  end if;
  return null;
end $$;
