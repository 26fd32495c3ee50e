import { sql } from 'kysely';
import { type Check, entriesOf, versionsOf } from './check.js';
import { sharedRequirements } from './shared-requirements.js';

/** What must hold of the audit log beside its versions, which may have been trimmed. */
export const auditChecks: readonly Check[] = [
  (meta) => ({
    rows: sql`
      (select entity_id, version, count(*) as entries from ${entriesOf(meta)} e group by entity_id, version) a
      left join ${versionsOf(meta)} v on v.entity_id = a.entity_id and v.version = a.version
      left join history_start h on h.entity_id = a.entity_id`,
    id: sql`a.entity_id`,
    version: sql`a.version`,
    breaches: {
      [sharedRequirements.oneAuditEntry]: sql`a.entries > 1`,
      'each audit entry of a change has its version': sql`v.version is null and a.version >= coalesce(h.version, 1)`,
    },
  }),
  ({ tableName }) => ({
    rows: sql`
      (select * from tombstone where entity_type = ${tableName}) d
      left join change_set s on s.id = d.change_set_id
      left join (
        select * from audit_entry where entity_type = ${tableName}
          and action in (${`${tableName}.purge`}, ${`${tableName}.delete`})
      ) a on a.entity_id = d.entity_id and a.version = d.version and a.change_set_id = d.change_set_id`,
    id: sql`d.entity_id`,
    version: sql`d.version`,
    breaches: {
      'each tombstone has the audit entry of its purge or removal, unless that month was dropped': sql`
        a.id is null and not exists (
          select from audit_drop m where m.starts_at <= d.removed_at and m.ends_at > coalesce(s.recorded_at, d.removed_at))`,
    },
  }),
];
