import { type RawBuilder, sql } from 'kysely';
import { type Check, type Pass, versionsOf } from './check.js';
import { isOwn } from '../session/own-rows.js';
import type { Table } from './table.js';
import { sharedRequirements } from './shared-requirements.js';

/**
 * What must hold of a record's history as a whole: where it begins, where it ends, and what is left when the row is
 * gone.
 */
export const recordCheck: Check = (meta) =>
  histories(meta, sql`(select * from ${sql.table(meta.tableName)} r where ${isOwn('r')})`);

/** The same of a table that is retired: no record has a row. */
export const retiredCheck = (table: Table): Pass =>
  histories(table, sql`(select null::uuid as id, null::int as version where false)`);

/** @param rows SQL: what there is of the table */
function histories(table: Table, rows: RawBuilder<unknown>): Pass {
  return {
    rows: sql`
      (select entity_id, count(*) as versions, min(version) as first, max(version) as last
        from ${versionsOf(table)} v group by entity_id) h
      full join (select * from history_start s where ${isOwn('s')} and entity_type = ${table.tableName}) s using (entity_id)
      full join (select * from tombstone d where ${isOwn('d')} and entity_type = ${table.tableName}) d using (entity_id)
      left join ${rows} t on t.id = entity_id`,
    id: sql`entity_id`,
    version: sql`coalesce(h.last, d.version)`,
    breaches: {
      [sharedRequirements.withoutGap]: sql`h.first <> coalesce(s.version, 1) or h.versions <> h.last - h.first + 1`,
      'a row is at the newest version of its history': sql`h.last <> t.version`,
      'a history without a row ends in a tombstone': sql`
        t.id is null and coalesce(h.last, s.version - 1) is distinct from d.version`,
      'no version is newer than the tombstone of its record': sql`h.last > d.version`,
      'a record that is there has no tombstone': sql`t.id is not null and d.version >= h.last`,
    },
  };
}
