import type { EntityMetadata } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import { versionedEntities } from '../model/entities.js';
import { writeChangeSet } from '../record/flush/change-set-writer.js';
import { modelOf } from '../model/entity-model.js';
import { recordPending } from '../record/flush/history-writer.js';
import type { PurgeMember } from './purge-tree.js';
import { idsByTable, linksTo, type PurgedIds, referencesTo } from './purge-traces.js';
import type { Recording } from '../record/recording/recording.js';
import { query } from '../session/query.js';
import { Session } from '../session/session.js';
import { isOwn } from '../session/own-rows.js';

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
  const ids = idsByTable(members);
  const changed = await removeLinks(em, recording, ids);
  for (const { meta, column, where } of referencesTo(em, ids)) {
    if (await change(em, recording, meta, sql`, ${column} = null`, where)) changed.push(meta);
  }
  // Now, since a later field of the same operation may change the same records.
  if (changed.length > 0) await recordPending(em, recording, changed);
  // In one statement, whose end is when references are checked: so no order is needed, and rings are no obstacle.
  const removals = [...ids].map(
    ([tableName, of], n) =>
      sql`${sql.id(`d${n}`)} as (delete from ${sql.table(tableName)} t where ${isOwn('t')} and t.id = any (${of}::uuid[]))`,
  );
  await query(em)`with ${sql.join(removals)} select`;
  recording.recorded += members.length;
}

/** @returns the entities of the owners that were changed */
async function removeLinks(em: SqlEntityManager, recording: Recording, ids: PurgedIds): Promise<EntityMetadata[]> {
  const changed: EntityMetadata[] = [];
  for (const owner of versionedEntities(em)) {
    const removed = ids.get(owner.tableName);
    for (const { link } of removed ? modelOf(owner).fields : []) {
      if (!link) continue;
      await query(
        em,
      )`delete from ${sql.table(link.table)} l where ${isOwn('l')} and ${sql.ref(link.owner)} = any (${removed}::uuid[])`;
    }
  }
  for (const { meta, where, links } of linksTo(em, ids)) {
    if (await change(em, recording, meta, sql``, where)) changed.push(meta);
    await query(em)`delete ${links}`;
  }
  return changed;
}

/** Gives records a version more, whose snapshot is taken by their triggers. @returns whether there were any */
async function change(
  em: SqlEntityManager,
  { context }: Recording,
  { tableName }: EntityMetadata,
  assignments: RawBuilder<unknown>,
  where: RawBuilder<unknown>,
): Promise<boolean> {
  const changed = await new Session(em).changed(sql`
    update ${sql.table(tableName)} t
    set version = version + 1, updated_at = clock_timestamp(), updated_by = ${context.actor.toString()} ${assignments}
    where ${isOwn('t')} and id in (
      select id from ${sql.table(tableName)} c where ${isOwn('c')} and ${where} order by id for update)`);
  return changed > 0;
}
