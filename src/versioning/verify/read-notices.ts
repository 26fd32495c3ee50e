import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import { versionedEntities } from '../model/entities.js';
import { upToDate } from '../read/states/upcast.js';
import { isOwn } from '../session/own-rows.js';
import { query } from '../session/query.js';
import { usuallyNamed, versionsOf, type Violation } from './check.js';
import type { Finding } from './finding.js';
import { readRetiredTables } from './retired-table.js';
import { keysOf, readVersionShapes } from './version-shape.js';

/**
 * Names what is no damage and what no reader can bring up to date: versions with values that have no place in the present
 * shape, which read as null and are told beside, and versions of types that are unknown here. Those of tables that a
 * migration has retired are as they should be.
 *
 * @param em sees one snapshot
 * @param mostNamed as of each, so many are named
 */
export async function readNotices(em: SqlEntityManager, mostNamed = usuallyNamed): Promise<Finding[]> {
  const metas = versionedEntities(em);
  const notices: Finding[] = [];
  for (const meta of metas) {
    const all = await readVersionShapes(em, meta, keysOf(meta));
    const shapes = all.filter(({ mayNotFit }) => mayNotFit).map(({ shape }) => shape);
    if (shapes.length === 0) continue;
    const unfit = sql`
      (select v.entity_id, v.version, array(select jsonb_object_keys(u.unfit) order by 1) as columns from ${versionsOf(meta)} v
       cross join lateral (
         select (${upToDate(meta, 'v')}) -> '$unfit' as unfit offset 0) u
       where v.shape = any (${shapes}::int[]) and jsonb_typeof(u.unfit) = 'object')`;
    for (const { count, first } of await read(em, sql`${meta.tableName}::text`, unfit, mostNamed)) {
      const requirement = 'values of every version have a place in the present shape';
      notices.push({ entityType: meta.className, requirement, count, first });
    }
  }
  const retired = await readRetiredTables(em, metas);
  const tables = [...metas, ...retired].map(({ tableName }) => tableName);
  const strays = sql`(select *, null::text[] as columns from entity_version o where ${isOwn('o')} and entity_type <> all (${tables}::text[]))`;
  for (const { type, count, first } of await read(em, sql`v.entity_type`, strays, mostNamed)) {
    notices.push({ entityType: type, requirement: 'every version is of an entity that there is', count, first });
  }
  return notices;
}

interface Found {
  readonly type: string;
  readonly count: number;
  readonly first: readonly Violation[];
}

async function read(
  em: SqlEntityManager,
  type: RawBuilder<unknown>,
  versions: RawBuilder<unknown>,
  mostNamed: number,
): Promise<Found[]> {
  return query<Found>(em)`
    select type, max(count)::int as count,
      jsonb_agg(jsonb_strip_nulls(jsonb_build_object('id', entity_id, 'version', version, 'columns', columns))
        order by entity_id, version) as first
    from (
      select ${type} as type, v.entity_id, v.version, v.columns, count(*) over (partition by ${type}) as count,
        row_number() over (partition by ${type} order by v.entity_id, v.version) as place
      from ${versions} v) ranked
    where place <= ${mostNamed} group by type order by type`;
}
