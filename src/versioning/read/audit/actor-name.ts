import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { type Actor, ActorKind } from '../../model/actor.js';
import { allEntities } from '../../model/entities.js';
import { columnOf } from '../../model/entity-model.js';
import { query } from '../../session/query.js';
import { isRecordId } from '../../values/record-id.js';
import { isVersioned, versionedOptions } from '../../model/map-versioned.js';
import { isOwn } from '../../session/own-rows.js';

/**
 * What an actor is called, as the entity with `@Versioned({ actorName })` says, deleted or not; null where it is no
 * user.
 */
export async function nameOfActor(em: SqlEntityManager, { kind, id }: Actor): Promise<string | null> {
  if (kind !== ActorKind.USER || !isRecordId(id)) return null;
  for (const meta of allEntities(em)) {
    const { actorName } = isVersioned(meta.class) ? versionedOptions(meta.class) : {};
    if (actorName === undefined) continue;
    const { column } = columnOf(meta, actorName);
    const rows = await query<{ name: string | null }>(em)`
      select ${sql.ref(column)} as name from ${sql.table(meta.tableName)} t where ${isOwn('t')} and t.id = ${id}`;
    return rows[0]?.name ?? null;
  }
  return null;
}
