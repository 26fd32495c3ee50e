import type { EntityMetadata } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { versionedEntities } from '../../model/entities.js';
import { entityNamed } from '../../model/named-entity.js';
import { query } from '../../session/query.js';

/** What versions are of: an entity, or a table whose entity is unknown here. */
export interface RecordedType {
  readonly table: string;
  readonly meta: EntityMetadata | null;
}

/** All that there are versions of, entities first. */
export async function recordedTypes(em: SqlEntityManager): Promise<RecordedType[]> {
  const metas = versionedEntities(em);
  const rows = await query<{ table: string }>(em)`
    select distinct entity_type as "table" from entity_shape
    where entity_type <> all (${metas.map(({ tableName }) => tableName)}::text[]) order by 1`;
  return [
    ...metas.map((meta) => ({ table: meta.tableName, meta })),
    ...rows.map(({ table }) => ({ table, meta: null })),
  ];
}

/**
 * Of all types those that are named: as clients know them (`Post`), and by table where the entity is no more.
 *
 * @throws DomainError BAD_USER_INPUT where there is no such type
 */
export function typesNamed(types: readonly RecordedType[], names: readonly string[], place: string): RecordedType[] {
  const metas = types.flatMap(({ meta }) => meta ?? []);
  const tables = types.flatMap(({ table, meta }) => (meta ? [] : table));
  // One that is named again says nothing, and could make what is asked as long as the request.
  return [...new Set(names)].map((name) => {
    const retired = types.find(({ table, meta }) => !meta && table === name);
    if (retired) return retired;
    const meta = entityNamed(metas, name, place, tables);
    return { table: meta.tableName, meta };
  });
}
