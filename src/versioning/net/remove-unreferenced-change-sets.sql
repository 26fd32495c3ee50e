-- Removes change sets that nothing tells of any more: no version, audit entry, tombstone or hold, and no
-- change set that undid them.
--
-- callers: owner
create or replace function palimpsest.remove_unreferenced_change_sets(ids uuid[]) returns void
language sql security definer set search_path from current set timezone = 'UTC' set enable_seqscan = off as $$
  delete from tables.change_set s
  where s.id = any (ids)
    and not exists (select from tables.entity_version v where v.change_set_id = s.id)
    and not exists (select from tables.audit_entry a where a.change_set_id = s.id)
    and not exists (select from tables.tombstone d where d.change_set_id = s.id)
    and not exists (select from tables.legal_hold h where h.change_set_id = s.id)
    and not exists (select from tables.change_set u where u.undoes_id = s.id);
$$;
