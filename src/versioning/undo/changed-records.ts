import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { DomainError } from '../errors/domain-error.js';
import { query } from '../session/query.js';
import { listed } from './listed.js';
import { isOwn } from '../session/own-rows.js';

/** A record that a change set changed, purged, or changed in a version that is kept no longer. */
export interface ChangedRecord {
  /** The table's name. */
  readonly table: string;
  readonly id: string;
  /** Its first and last version in the change set. */
  readonly first: number;
  readonly last: number;
  /** What became of it that cannot be undone. */
  readonly lost: 'purged' | 'trimmed' | null;
}

/** More records than this are undone in parts. */
export const mostRecords = 5000;

/**
 * The records that a change set changed, in the order of their ids. What it purged, and what of it retention has let go, is
 * known from the audit log.
 *
 * @param only ids to which this is narrowed
 * @throws DomainError BAD_USER_INPUT where there are too many, or none at all; NOT_FOUND where it changed no record of `only`
 */
export async function changedRecords(
  em: SqlEntityManager,
  changeSet: string,
  only: readonly string[] | null,
): Promise<ChangedRecord[]> {
  const wanted = only && [...new Set(only)];
  const found = await query<ChangedRecord>(em)`
    select c.table, c.id, c.first, c.last, c.lost from (
      select v.entity_type as table, v.entity_id as id, min(v.version) as first, max(v.version) as last, null as lost
      from entity_version v where ${isOwn('v')} and v.change_set_id = ${changeSet} group by 1, 2
      union all
      select e.entity_type, e.entity_id, min(e.version), max(e.version),
        case when bool_or(e.action like '%.purge') then 'purged' else 'trimmed' end
      from audit_entry e
      where ${isOwn('e')} and e.change_set_id = ${changeSet} and e.version is not null and not exists (
        select from entity_version v where ${isOwn('v')} and v.change_set_id = ${changeSet} and v.entity_id = e.entity_id)
      group by 1, 2) c
    where ${wanted}::text[] is null or c.id::text = any (${wanted}::text[])
    order by c.id limit ${mostRecords + 1}`;
  if (found.length > mostRecords) {
    const message = `The change set changed more than ${mostRecords} records; name those to undo at once by only.`;
    throw new DomainError('BAD_USER_INPUT', message, { field: 'only' });
  }
  if (wanted && found.length < wanted.length) {
    const known = new Set(found.map(({ id }) => id));
    const unknown = wanted.filter((id) => !known.has(id)).map((id) => JSON.stringify(id));
    const message = `only: the change set did not change the record ${listed(unknown)}.`;
    throw new DomainError('NOT_FOUND', message, { field: 'only' });
  }
  if (!wanted && found.length === 0) {
    throw new DomainError('BAD_USER_INPUT', 'The change set changed no record, so there is nothing to undo.');
  }
  return found;
}
