import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { EntityField } from '../../model/entity-field.js';
import { isLiving } from '../../model/is-living.js';
import type { FoundReferences } from '../recording/found-references.js';
import { isOwn } from '../../session/own-rows.js';
import { query } from '../../session/query.js';

/** What fields refer to that are looked up together. */
export type Referring = Pick<EntityField, 'target' | 'isOwner'>;

/** Tells apart what is looked up differently. */
export function lookupName({ target, isOwner }: Referring): string {
  return `${target!.tableName} ${isOwner}`;
}

/**
 * Looks for what is referred to. Owners are locked `FOR SHARE` against deletion until the transaction ends, so that no living
 * child is left under a deleted parent: without the lock soft deletion has write skew.
 */
export async function lookUp(
  em: SqlEntityManager,
  { target, isOwner }: Referring,
  ids: ReadonlySet<string>,
): Promise<{ id: string; living: boolean }[]> {
  const lock = isOwner ? sql`for share` : sql``;
  return query<{ id: string; living: boolean }>(em)`
    select id, ${isLiving()} as living from ${sql.table(target!.tableName)} t
    where ${isOwn('t', target!)} and id = any (${[...ids].toSorted()}::uuid[]) order by id ${lock}`;
}

export function foundAmong(
  asked: ReadonlySet<string>,
  rows: readonly { readonly id: string; readonly living: boolean }[],
): FoundReferences {
  return { asked, living: new Map(rows.map(({ id, living }) => [id, living])) };
}
