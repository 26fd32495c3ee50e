import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import { historyStatements, versionColumns } from '../history/history-statements.js';
import type { RawRow } from '../statements/read-statement.js';
import { changedUpToDate, upToDate } from '../states/upcast.js';
import type { VersionHeader } from '../history/version-header.js';
import { query } from '../../session/query.js';
import { isOwn } from '../../session/own-rows.js';

/** A text at a version. */
export interface TextVersion {
  readonly header: VersionHeader;
  readonly text: string;
  /** Whether the version changed it, as every but the first one does. */
  readonly isChanged: boolean;
}

/** What is read of a version besides its header. */
interface TextRow extends RawRow {
  readonly $text: string;
  readonly $changed: boolean;
  /** How many bytes of texts that are, with those before it. */
  readonly $read: number;
}

/** So many bytes of texts are read at a time, and one text more. */
const batch = 4 * 1024 * 1024;

/**
 * The versions that changed a text of a record, and the first that is kept, newest first. By one statement, unless the texts are
 * many and long.
 *
 * @param newest of the record, which says what it is
 * @param column of the text, as it is called today
 */
export async function* textVersions(
  em: SqlEntityManager,
  newest: VersionHeader,
  column: string,
): AsyncGenerator<TextVersion> {
  const { entityId, meta, entityType } = newest;
  const of = meta ?? entityType;
  const statements = historyStatements(em.getMetadata());
  const nextBelow = (version: RawBuilder<unknown>, columns: RawBuilder<unknown>) => sql`
    select ${versionColumns}, coalesce(${upToDate(of, 'v')} ->> ${column}, '') as text, c.changed, ${columns}
    from entity_version v
    cross join lateral (select ${changedUpToDate(of, 'v')} ? ${column} as changed) c
    where ${isOwn('v')} and v.entity_id = ${entityId} and v.version < ${version}
      and (c.changed or v.version = (
        select min(m.version) from entity_version m where ${isOwn('m')} and m.entity_id = ${entityId}))
    order by v.version desc limit 1`;
  let below = newest.version + 1;
  for (;;) {
    const rows = await query<TextRow>(em)`
      with recursive walk as (
        (${nextBelow(sql`${below}`, sql`0 as before`)})
        union all
        select n.* from walk w
        cross join lateral (${nextBelow(sql`w.version`, sql`w.before + octet_length(w.text) as before`)}) n
        where w.before + octet_length(w.text) < ${batch})
      select ${versionColumns}, v.text as "$text", v.changed as "$changed", v.before + octet_length(v.text) as "$read"
      from walk v order by v.version desc`;
    let read = 0;
    for (const row of rows) {
      const header = statements.toHeader(row);
      yield { header, text: row.$text, isChanged: row.$changed };
      below = header.version;
      read = row.$read;
    }
    if (read < batch) return;
  }
}
