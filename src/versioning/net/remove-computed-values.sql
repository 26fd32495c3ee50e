-- After versions are removed, by whomever: what was computed for them goes with them. Ids are somebody's own, and policies do not
-- bind everybody, hence it works for whom each version belongs to.
--
-- callers: owner
create or replace function palimpsest.remove_computed_values() returns trigger
language plpgsql security definer set search_path from current set timezone = 'UTC' set enable_seqscan = off as $$
declare
  gone record;
  whom uuid;
begin
  -- Few entities have any.
  if pg_relation_size('tables.computed_value') = 0 then
    return null;
  end if;
  for gone in select r.entity_id, r.version, to_jsonb(r) - '{snapshot,changed}'::text[] as described from removed r loop
    whom := palimpsest.work_for(gone.described);
    delete from tables.computed_value c where is_own(c, whom) and c.entity_id = gone.entity_id and c.version = gone.version;
  end loop;
  return null;
end $$;
