import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { type Actor, ActorKind } from '../../model/actor.js';
import { allEntities } from '../../model/entities.js';
import { columnOf } from '../../model/entity-model.js';
import { query } from '../../session/query.js';
import { isRecordId } from '../../values/record-id.js';
import { isVersioned, type VersionedClass, versionedOptions } from '../../model/map-versioned.js';
import { isOwn } from '../../session/own-rows.js';

/**
 * What an actor is called, as the entity with `@Versioned({ actorName })` says, deleted or not; null where it is no
 * user.
 */
export async function nameOfActor(em: SqlEntityManager, actor: Actor): Promise<string | null> {
  return (await namesOfActors(em, [actor])).get(actor.id) ?? null;
}

/** What actors are called, by id, in one statement; those without a name, and those that are no users, are left out. */
export async function namesOfActors(em: SqlEntityManager, actors: readonly Actor[]): Promise<Map<string, string>> {
  const users = actors.filter(({ kind, id }) => kind === ActorKind.USER && isRecordId(id)).map(({ id }) => id);
  const named = allEntities(em).find((meta) => isVersioned(meta.class) && versionedOptions(meta.class).actorName);
  if (users.length === 0 || !named) return new Map();
  const { column } = columnOf(named, versionedOptions(named.class as VersionedClass).actorName!);
  const rows = await query<{ id: string; name: string | null }>(em)`
    select t.id, ${sql.ref(column)} as name from ${sql.table(named.tableName)} t
    where ${isOwn('t')} and t.id = any (${[...new Set(users)]}::uuid[])`;
  return new Map(rows.flatMap(({ id, name }) => (name === null ? [] : [[id, name] as const])));
}
