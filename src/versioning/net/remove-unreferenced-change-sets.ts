import { asOwner, type SqlFunction } from './sql-function.js';

/** Removes change sets that nothing tells of any more: no version, audit entry, tombstone or hold. */
export const removeUnreferencedChangeSets: SqlFunction = {
  signature: 'remove_unreferenced_change_sets(uuid[])',
  callers: 'owner',
  definition: `
create or replace function palimpsest.remove_unreferenced_change_sets(ids uuid[]) returns void
language sql ${asOwner} as $$
  delete from tables.change_set s
  where s.id = any (ids)
    and not exists (select from tables.entity_version v where v.change_set_id = s.id)
    and not exists (select from tables.audit_entry a where a.change_set_id = s.id)
    and not exists (select from tables.tombstone d where d.change_set_id = s.id)
    and not exists (select from tables.legal_hold h where h.change_set_id = s.id);
$$`,
};
