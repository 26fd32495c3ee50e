import type { Collection, EntityMetadata } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { EntityField } from '../../model/entity-field.js';
import { modelOf } from '../../model/entity-model.js';
import type { FieldValues } from '../../model/field-value.js';
import { isVersioned } from '../../model/map-versioned.js';
import { isLiving } from '../../model/is-living.js';
import type { VersionedEntity } from '../../model/versioned-entity.js';
import { query } from '../../session/query.js';
import { isOwn } from '../../session/own-rows.js';

/** What is wanted of a record that is locked, its links read. */
export interface Patched {
  readonly record: VersionedEntity;
  readonly patch: FieldValues;
}

/**
 * Patches together with the links that their writers do not see: those to deleted records. A client that saves the list it
 * was shown would otherwise drop them without knowing, and restoring the deleted record would not bring its links back.
 * Only null removes all links.
 *
 * @param all of one entity
 * @returns the patch of each
 */
export async function withUnseenLinks(
  em: SqlEntityManager,
  meta: EntityMetadata,
  all: readonly Patched[],
): Promise<FieldValues[]> {
  const wanted: Record<string, unknown>[] = all.map(({ patch }) => ({ ...patch }));
  for (const field of modelOf(meta).fields.filter(({ kind }) => kind === 'links')) {
    const dropped = all.map((one) => droppedLinks(field, one));
    const unseen = await deletedAmong(em, field, dropped.flat());
    for (const [n, ids] of dropped.entries()) {
      const kept = ids.filter((id) => unseen.has(id));
      if (kept.length > 0) wanted[n]![field.name] = [...(wanted[n]![field.name] as string[]), ...kept];
    }
  }
  return wanted;
}

/** The present links that a patch leaves out, where it lists others. */
function droppedLinks({ name, property }: EntityField, { record, patch }: Patched): string[] {
  const wanted = patch[name];
  if (!Array.isArray(wanted)) return [];
  const links = (record as unknown as Record<string, Collection<VersionedEntity>>)[property]!;
  const stay = new Set<unknown>(wanted);
  return links.getItems(false).flatMap(({ id }) => (stay.has(id) ? [] : [id]));
}

async function deletedAmong(
  em: SqlEntityManager,
  { target }: EntityField,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0 || !isVersioned(target!.class)) return new Set();
  const rows = await query<{ id: string }>(em)`
    select t.id from ${sql.table(target!.tableName)} t
    where ${isOwn('t')} and t.id = any (${[...new Set(ids)]}::uuid[]) and not ${isLiving('t')}`;
  return new Set(rows.map(({ id }) => id));
}
