import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { historyStatements, versionColumns } from './history-statements.js';
import type { RawRow } from './read-statement.js';
import { changedUpToDate, upToDate } from './upcast.js';
import type { VersionHeader } from './version-header.js';
import { query } from '../session/query.js';

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
}

/** So many long texts are held at a time. */
const batch = 10;

/**
 * The versions that changed a text of a record, and the first that is kept, newest first.
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
  let below = newest.version + 1;
  for (;;) {
    const rows = await query<TextRow>(em)`
      select ${versionColumns}, coalesce(${upToDate(of, 'v')} ->> ${column}, '') as "$text", c.changed as "$changed"
      from entity_version v
      cross join lateral (select ${changedUpToDate(of, 'v')} ? ${column} as changed) c
      where v.entity_id = ${entityId} and v.version < ${below}
        and (c.changed or v.version = (select min(version) from entity_version where entity_id = ${entityId}))
      order by v.version desc limit ${batch}`;
    for (const row of rows) {
      const header = statements.toHeader(row);
      yield { header, text: row.$text, isChanged: row.$changed };
      below = header.version;
    }
    if (rows.length < batch) return;
  }
}
