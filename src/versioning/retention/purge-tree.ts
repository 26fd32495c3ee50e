import type { EntityMetadata } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { modelOf } from '../model/entity-model.js';
import { isLiving } from '../model/is-living.js';
import { query } from '../session/query.js';
import { isOwn } from '../session/own-rows.js';

/** A record that goes when others are purged. */
export interface PurgeMember {
  readonly meta: EntityMetadata;
  readonly id: string;
  readonly deleted: boolean;
  /** The purged records that it goes with: itself, or those that own it, directly or further up. */
  readonly roots: ReadonlySet<string>;
}

/**
 * What is purged together with some records of one entity: they and all that they own, through all levels.
 *
 * @param lock whether to lock what is found, owners before what they own and then by id, as a deletion does
 */
export async function purgeTree(
  em: SqlEntityManager,
  meta: EntityMetadata,
  ids: readonly string[],
  lock: boolean,
): Promise<readonly PurgeMember[]> {
  const members = new Map(ids.map((id) => [id, { meta, id, deleted: true, roots: new Set([id]) }]));
  let level = [...members.values()];
  while (level.length > 0) {
    const found: typeof level = [];
    for (const [owner, owners] of membersByEntity(level)) {
      for (const { child, reference } of modelOf(owner).owned) {
        const column = sql.ref(`t.${reference.column}`);
        const rows = await query<{ id: string; owner: string; deleted: boolean }>(em)`
          select t.id, ${column} as owner, not ${isLiving('t')} as deleted from ${sql.table(child.tableName)} t
          where ${isOwn('t')} and ${column} = any (${owners.map(({ id }) => id)}::uuid[])
          order by t.id ${lock ? sql`for update` : sql``}`;
        for (const { id, owner: ownerId, deleted } of rows) {
          const known = members.get(id);
          const member = known ?? { meta: child, id, deleted, roots: new Set<string>() };
          const before = member.roots.size;
          for (const root of members.get(ownerId)!.roots) member.roots.add(root);
          members.set(id, member);
          // One that is reached again goes on only if that has told something new: records may own each other in a
          // ring.
          if (!known || member.roots.size > before) found.push(member);
        }
      }
    }
    level = found;
  }
  return [...members.values()];
}

/** Members by their entity, whose metadata a relation may hold as another object than the entity manager does. */
export function membersByEntity<T extends PurgeMember>(members: readonly T[]): [EntityMetadata, T[]][] {
  return [...Map.groupBy(members, ({ meta }) => meta.class).values()].map((of) => [of[0]!.meta, of]);
}
