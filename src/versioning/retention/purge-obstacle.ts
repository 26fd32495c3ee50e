import { type EntityMetadata, type EntityProperty, ReferenceKind } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { allEntities } from '../model/entities.js';
import { modelOf } from '../model/entity-model.js';
import { membersByEntity, type PurgeMember } from './purge-tree.js';
import { isVersioned } from '../model/map-versioned.js';
import { query } from '../session/query.js';
import { forWhom, isOwn } from '../session/own-rows.js';

/** Why a record cannot be purged, and the record that stands in the way. */
export interface PurgeObstacle {
  readonly kind: 'held' | 'living' | 'referred';
  readonly entityType: string;
  readonly id: string;
}

/** A reference from one entity to another, that does not make the other its owner. */
export interface Referrer {
  readonly meta: EntityMetadata;
  readonly column: string;
  /** Whether a purge can clear it; else it keeps its target. */
  readonly clearable: boolean;
}

/**
 * What stands in the way of purging each root of a tree, by root. A root with no entry can be purged.
 *
 * @param goneOf ids of an entity's records that stand in nothing's way, as if they were purged already
 */
export async function purgeObstacles(
  em: SqlEntityManager,
  members: readonly PurgeMember[],
  goneOf: (meta: EntityMetadata) => readonly string[] = () => [],
): Promise<Map<string, PurgeObstacle>> {
  const obstacles = new Map<string, PurgeObstacle>();
  const block = (member: PurgeMember, obstacle: PurgeObstacle) =>
    member.roots.forEach((root) => obstacles.has(root) || obstacles.set(root, obstacle));
  const byId = new Map(members.map((member) => [member.id, member]));
  for (const member of members) {
    if (!member.deleted) block(member, { kind: 'living', entityType: member.meta.className, id: member.id });
  }
  for (const id of await heldAmong(em, members)) {
    const member = byId.get(id)!;
    block(member, { kind: 'held', entityType: member.meta.className, id });
  }
  for (const [target, targets] of membersByEntity(members)) {
    for (const { meta, column: name, clearable } of referrersOf(em, target)) {
      if (clearable) continue;
      const column = sql.ref(`t.${name}`);
      const key = sql.ref(`t.${meta.getPrimaryProps()[0]!.fieldNames[0]}`);
      const going = members.filter((member) => member.meta.class === meta.class).map(({ id }) => id);
      const rows = await query<{ id: string; target: string }>(em)`
        select distinct on (${column}) ${key}::text as id, ${column} as target from ${sql.table(meta.tableName)} t
        where ${isOwn('t', meta)} and ${column} = any (${targets.map(({ id }) => id)}::uuid[])
          and not ${key}::text = any (${[...going, ...goneOf(meta)]}::text[])`;
      for (const { id, target: targetId } of rows) {
        block(byId.get(targetId)!, { kind: 'referred', entityType: meta.className, id });
      }
    }
  }
  return obstacles;
}

/** The references to an entity from everywhere, but for those of what it owns. */
export function referrersOf(em: SqlEntityManager, target: EntityMetadata): Referrer[] {
  return allEntities(em)
    .filter((meta) => !meta.pivotTable && !meta.abstract)
    .flatMap((meta) =>
      (meta.relations as EntityProperty[])
        .filter(
          ({ name, kind, targetMeta, fieldNames }) =>
            [ReferenceKind.MANY_TO_ONE, ReferenceKind.ONE_TO_ONE].includes(kind) &&
            targetMeta?.class === target.class &&
            fieldNames?.length > 0 &&
            !modelOf(meta).owners.some(({ property }) => property === name),
        )
        .map(({ fieldNames, nullable }) => ({
          meta,
          column: fieldNames[0]!,
          clearable: isVersioned(meta.class) && nullable === true,
        })),
    );
}

/** Members under a legal hold, of their own or of what they belong to. */
async function heldAmong(em: SqlEntityManager, members: readonly PurgeMember[]): Promise<string[]> {
  const held: string[] = [];
  for (const [meta, of] of membersByEntity(members)) {
    const rows = await query<{ id: string }>(em)`
      select t.id from ${sql.table(meta.tableName)} t
      where ${isOwn('t')} and t.id = any (${of.map(({ id }) => id)}::uuid[]) and palimpsest.held(${meta.tableName}, to_jsonb(t), ${forWhom()})
      order by t.id`;
    held.push(...rows.map(({ id }) => id));
  }
  return held;
}
