import type { EntityMetadata } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import { writeChangeSet } from './change-set-writer.js';
import { fieldsOf } from './entity-field.js';
import { linkSpecs } from './link-spec.js';
import { referrersOf } from './purge-obstacle.js';
import { membersByEntity, type PurgeMember } from './purge-tree.js';
import type { Recording } from './recording.js';
import { isVersioned } from './versioned.js';

/**
 * Removes deleted records for good, all at once. Who removed them and why is the change set; the triggers leave a
 * tombstone and an audit entry for each. What still refers to them is changed first, with a version that says so:
 * references are cleared, links taken away. Their history stays; it has a retention of its own.
 *
 * @param members locked, with all that they own, and without obstacles
 */
export async function purgeRecords(
  em: SqlEntityManager,
  recording: Recording,
  members: readonly PurgeMember[],
): Promise<void> {
  if (members.length === 0) return;
  await writeChangeSet(em, recording);
  const entities = membersByEntity(members);
  const ids: Ids = new Map(entities.map(([{ tableName }, of]) => [tableName, of.map(({ id }) => id)]));
  for (const [target] of entities) await clearReferences(em, recording, target, ids);
  await removeLinks(em, recording, ids);
  // In one statement, whose end is when references are checked: so no order is needed, and rings are no obstacle.
  const removals = [...ids].map(
    ([tableName, of], n) =>
      sql`${sql.id(`d${n}`)} as (delete from ${sql.table(tableName)} where id = any (${of}::uuid[]))`,
  );
  await sql`with ${sql.join(removals)} select`.execute(em.getKysely());
  recording.recorded += members.length;
}

/** What goes, by table. */
type Ids = ReadonlyMap<string, readonly string[]>;

async function clearReferences(
  em: SqlEntityManager,
  recording: Recording,
  target: EntityMetadata,
  ids: Ids,
): Promise<void> {
  for (const { meta, property, clearable } of referrersOf(em, target)) {
    if (!clearable) continue;
    const column = sql.ref(property.fieldNames[0]!);
    const referring = sql`${column} = any (${ids.get(target.tableName)}::uuid[])`;
    await change(
      em,
      recording,
      meta,
      sql`, ${column} = null`,
      sql`${referring} and ${besides(ids.get(meta.tableName))}`,
    );
  }
}

async function removeLinks(em: SqlEntityManager, recording: Recording, ids: Ids): Promise<void> {
  for (const owner of ([...em.getMetadata()] as EntityMetadata[]).filter((meta) => isVersioned(meta.class))) {
    const targets = fieldsOf(owner).filter((field) => field.kind === 'links');
    for (const [n, { table, owner: ownerColumn, target: targetColumn }] of linkSpecs(owner).entries()) {
      const removed = ids.get(owner.tableName);
      const gone = ids.get(targets[n]!.property.targetMeta!.tableName);
      if (removed) {
        await sql`delete from ${sql.table(table)} where ${sql.ref(ownerColumn)} = any (${removed}::uuid[])`.execute(
          em.getKysely(),
        );
      }
      if (!gone) continue;
      const links = sql`from ${sql.table(table)} where ${sql.ref(targetColumn)} = any (${gone}::uuid[])`;
      await change(em, recording, owner, sql``, sql`id in (select ${sql.ref(ownerColumn)} ${links})`);
      await sql`delete ${links}`.execute(em.getKysely());
    }
  }
}

/** Gives records a version more, whose snapshot is taken at the end of the transaction, by their triggers. */
async function change(
  em: SqlEntityManager,
  { context }: Recording,
  { tableName }: EntityMetadata,
  assignments: RawBuilder<unknown>,
  where: RawBuilder<unknown>,
): Promise<void> {
  await sql`
    update ${sql.table(tableName)}
    set version = version + 1, updated_at = clock_timestamp(), updated_by = ${context.actor.toString()} ${assignments}
    where id in (select id from ${sql.table(tableName)} where ${where} order by id for update)`.execute(em.getKysely());
}

function besides(ids: readonly string[] = []): RawBuilder<unknown> {
  return sql`not id = any (${ids}::uuid[])`;
}
