-- Removes change sets that nothing tells of any more: no version, audit entry, tombstone or hold, and no
-- change set that undid them.
--
-- whom: whose; null: whom the session works for
--
-- callers: owner
create or replace function palimpsest.remove_unreferenced_change_sets(ids uuid[], whom uuid default null) returns void
language plpgsql security definer set search_path from current set timezone = 'UTC' set enable_seqscan = off as $$
begin
  whom := coalesce(whom, palimpsest.working_for());
  delete from tables.change_set s
  where is_own(s, whom) and s.id = any (ids)
    and not exists (select from tables.entity_version v where is_own(v, whom) and v.change_set_id = s.id)
    and not exists (select from tables.audit_entry a where is_own(a, whom) and a.change_set_id = s.id)
    and not exists (select from tables.tombstone d where is_own(d, whom) and d.change_set_id = s.id)
    and not exists (select from tables.legal_hold h where is_own(h, whom) and h.change_set_id = s.id)
    and not exists (select from tables.change_set u where is_own(u, whom) and u.undoes_id = s.id);
end $$;
