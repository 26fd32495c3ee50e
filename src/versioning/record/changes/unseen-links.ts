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

/**
 * A patch together with the links that its writer does not see: those to deleted records. A client that saves the list it
 * was shown would otherwise drop them without knowing, and restoring the deleted record would not bring its links back.
 * Only null removes all links.
 *
 * @param record locked, its links read
 */
export async function withUnseenLinks(
  em: SqlEntityManager,
  meta: EntityMetadata,
  record: VersionedEntity,
  patch: FieldValues,
): Promise<FieldValues> {
  const kept: Record<string, unknown> = { ...patch };
  for (const field of modelOf(meta).fields.filter(({ kind }) => kind === 'links')) {
    const wanted = patch[field.name];
    if (Array.isArray(wanted)) kept[field.name] = [...wanted, ...(await unseen(em, field, record, new Set(wanted)))];
  }
  return kept;
}

async function unseen(
  em: SqlEntityManager,
  { property, target }: EntityField,
  record: VersionedEntity,
  wanted: ReadonlySet<unknown>,
): Promise<string[]> {
  const links = (record as unknown as Record<string, Collection<VersionedEntity>>)[property]!;
  const dropped = links.getItems(false).flatMap(({ id }) => (wanted.has(id) ? [] : [id]));
  if (dropped.length === 0 || !isVersioned(target!.class)) return [];
  const rows = await query<{ id: string }>(em)`
    select t.id from ${sql.table(target!.tableName)} t
    where ${isOwn('t')} and t.id = any (${dropped}::uuid[]) and not ${isLiving('t')}`;
  return rows.map(({ id }) => id);
}
