import { sql } from 'kysely';
import { type Check, versionsOf } from './check.js';
import { sharedRequirements } from './shared-requirements.js';

/**
 * What must hold of a record's history as a whole: where it begins, where it ends, and what is left when the row is
 * gone.
 */
export const recordCheck: Check = (meta) => ({
  rows: sql`
    (select entity_id, count(*) as versions, min(version) as first, max(version) as last
      from ${versionsOf(meta)} v group by entity_id) h
    full join (select * from history_start where entity_type = ${meta.tableName}) s using (entity_id)
    full join (select * from tombstone where entity_type = ${meta.tableName}) d using (entity_id)
    left join ${sql.table(meta.tableName)} t on t.id = entity_id`,
  id: sql`entity_id`,
  version: sql`coalesce(h.last, d.version)`,
  breaches: {
    [sharedRequirements.withoutGap]: sql`h.first <> coalesce(s.version, 1) or h.versions <> h.last - h.first + 1`,
    'a row is at the newest version of its history': sql`h.last <> t.version`,
    'a history without a row ends in a tombstone': sql`
      t.id is null and coalesce(h.last, s.version - 1) is distinct from d.version`,
    'no version is newer than the tombstone of its record': sql`h.last > d.version`,
  },
});
