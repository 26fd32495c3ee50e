import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { historyStatements, versionColumns } from '../history/history-statements.js';
import type { RawRow } from '../statements/read-statement.js';
import { changedUpToDate } from '../states/upcast.js';
import type { VersionHeader } from '../history/version-header.js';
import { query } from '../../session/query.js';
import { isOwn } from '../../session/own-rows.js';

/** Which version set something; where retention has let go of it, before which version it was set. */
export type SetBy =
  | { readonly setBy: VersionHeader; readonly before: null }
  | { readonly setBy: null; readonly before: number };

/**
 * Which versions of a record set the present values of its fields: of each the last that changed it. What no version is
 * known to have changed is as the record was created.
 *
 * @param newest of the record, which says what it is
 * @returns by the name under which versions list a field as changed today
 */
export async function blame(
  em: SqlEntityManager,
  { entityId, meta, entityType }: VersionHeader,
): Promise<(column: string) => SetBy> {
  const rows = await query<RawRow & { readonly $column: string | null }>(em)`
    with kept as (
      select v.version, ${changedUpToDate(meta ?? entityType, 'v')} as changed
      from entity_version v where ${isOwn('v')} and v.entity_id = ${entityId}
    ), setting as (
      select name as "$column", max(version) as version
      from kept cross join lateral jsonb_array_elements_text(changed) name where name is not null group by name
      union all select null, min(version) from kept
    )
    select s."$column", ${versionColumns} from setting s
    join entity_version v on ${isOwn('v')} and v.entity_id = ${entityId} and v.version = s.version`;
  const statements = historyStatements(em.getMetadata());
  const setters = new Map(rows.map((row) => [row.$column, statements.toHeader(row)]));
  const first = setters.get(null)!;
  return (column) => {
    const setter = setters.get(column);
    return setter ? { setBy: setter, before: null } : setByFirst(first);
  };
}

/** What was so already in the first version that is kept. */
export function setByFirst(first: VersionHeader): SetBy {
  return first.version === 1 ? { setBy: first, before: null } : { setBy: null, before: first.version };
}
