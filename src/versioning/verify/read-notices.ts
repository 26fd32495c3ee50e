import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import { upToDate } from '../read/upcast.js';
import { versionedEntities } from '../model/entities.js';
import { mostNamed, versionsOf, type Violation } from './check.js';
import { readVersionShapes } from './version-shape.js';
import type { Finding } from './verify.js';
import { query } from '../session/query.js';

/**
 * Names what is no damage and what no reader can bring up to date: versions with values that have no place in the present
 * shape, which read as null and are told beside, and versions of types that are no entity's any more.
 *
 * @param em sees one snapshot
 */
export async function readNotices(em: SqlEntityManager): Promise<Finding[]> {
  const metas = versionedEntities(em);
  const notices: Finding[] = [];
  for (const meta of metas) {
    const shapes = (await readVersionShapes(em, meta)).filter(({ mayNotFit }) => mayNotFit).map(({ shape }) => shape);
    if (shapes.length === 0) continue;
    const unfit = sql`
      (select v.entity_id, v.version from ${versionsOf(meta)} v
       where v.shape = any (${shapes}::int[]) and (${upToDate(meta, 'v')}) ? '$unfit')`;
    for (const { count, first } of await read(em, sql`${meta.tableName}::text`, unfit)) {
      const requirement = 'values of every version have a place in the present shape';
      notices.push({ entityType: meta.className, requirement, count, first });
    }
  }
  const tables = metas.map(({ tableName }) => tableName);
  const strays = sql`(select * from entity_version where entity_type <> all (${tables}::text[]))`;
  for (const { type, count, first } of await read(em, sql`v.entity_type`, strays)) {
    notices.push({ entityType: type, requirement: 'every version is of an entity that there is', count, first });
  }
  return notices;
}

interface Found {
  readonly type: string;
  readonly count: number;
  readonly first: readonly Violation[];
}

async function read(em: SqlEntityManager, type: RawBuilder<unknown>, versions: RawBuilder<unknown>): Promise<Found[]> {
  const rows = await query<Found>(em)`
    select type, max(count)::int as count,
      jsonb_agg(jsonb_build_object('id', entity_id, 'version', version) order by entity_id, version) as first
    from (
      select ${type} as type, v.entity_id, v.version, count(*) over (partition by ${type}) as count,
        row_number() over (partition by ${type} order by v.entity_id, v.version) as place
      from ${versions} v) ranked
    where place <= ${mostNamed} group by type order by type`;
  return rows;
}
