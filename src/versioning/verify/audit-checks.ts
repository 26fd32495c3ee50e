import { sql } from 'kysely';
import { type LogCheck, namesOf } from './check.js';
import { isOwn } from '../session/own-rows.js';
import { sharedRequirements } from './shared-requirements.js';

/**
 * What must hold of the audit log beside its versions, which may have been trimmed. Of all entities in one pass: the log is
 * not kept by entity, so that each would read all of it.
 */
export const auditChecks: readonly LogCheck[] = [
  (tables) => ({
    rows: sql`
      (
        select n."table" as entity_type, e.entity_id, e.version, count(*) as entries from audit_entry e
        join ${namesOf(tables)} n on n.name = e.entity_type
        where ${isOwn('e')} and e.version is not null and e.action <> e.entity_type || '.purge'
        group by 1, 2, 3
      ) a
      left join entity_version v
        on ${isOwn('v')} and v.entity_id = a.entity_id and v.version = a.version and v.entity_type = a.entity_type
      left join history_start h on ${isOwn('h')} and h.entity_id = a.entity_id`,
    table: sql`a.entity_type`,
    id: sql`a.entity_id`,
    version: sql`a.version`,
    breaches: {
      [sharedRequirements.oneAuditEntry]: sql`a.entries > 1`,
      'each audit entry of a change has its version': sql`v.version is null and a.version >= coalesce(h.version, 1)`,
    },
  }),
  (tables) => ({
    rows: sql`
      (select * from tombstone t where ${isOwn('t')} and entity_type = any (${tables}::text[])) d
      left join change_set s on ${isOwn('s')} and s.id = d.change_set_id
      left join (
        select e.id, e.entity_id, e.version, e.change_set_id, n."table" as entity_type from audit_entry e
        join ${namesOf(tables)} n on n.name = e.entity_type
        where ${isOwn('e')} and e.action in (e.entity_type || '.purge', e.entity_type || '.delete')
      ) a on a.entity_id = d.entity_id and a.version = d.version and a.change_set_id = d.change_set_id
        and a.entity_type = d.entity_type`,
    table: sql`d.entity_type`,
    id: sql`d.entity_id`,
    version: sql`d.version`,
    breaches: {
      'each tombstone has the audit entry of its purge or removal, unless that month was dropped': sql`
        a.id is null and not exists (
          select from audit_drop m where m.starts_at <= d.removed_at and m.ends_at > coalesce(s.recorded_at, d.removed_at))`,
    },
  }),
];
