import type { EntityMetadata } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { DomainError } from '../errors/domain-error.js';
import { isLiving } from '../model/is-living.js';
import { modelOf } from '../model/entity-model.js';
import { query } from '../session/query.js';
import { mostRecords } from './changed-records.js';
import { isOwn } from '../session/own-rows.js';

/** A living record that another owns. */
export interface OwnedRecord {
  readonly meta: EntityMetadata;
  readonly id: string;
  readonly version: number;
  readonly ownerId: string;
  /** What its owner calls it and its like: `comments`. */
  readonly relation: string;
  /** The field that names the owner's id. */
  readonly reference: string;
}

/**
 * The living records that some records own, through all levels: a statement for each relation and level, however many there
 * are.
 *
 * @param lock whether to lock them, owners before what they own and then by id, as a deletion does
 * @throws DomainError BAD_USER_INPUT where there are too many
 */
export async function ownedRecords(
  em: SqlEntityManager,
  owners: readonly { readonly meta: EntityMetadata; readonly id: string }[],
  lock: boolean,
): Promise<OwnedRecord[]> {
  const found: OwnedRecord[] = [];
  const met = new Set(owners.map(({ id }) => id));
  let level = owners;
  while (level.length > 0) {
    const next: OwnedRecord[] = [];
    for (const of of Map.groupBy(level, ({ meta }) => meta.class).values()) {
      for (const { name, child, reference } of modelOf(of[0]!.meta).owned) {
        const column = sql.ref(`t.${reference.column}`);
        const rows = await query<{ id: string; version: number; ownerId: string }>(em)`
          select t.id, t.version, ${column} as "ownerId" from ${sql.table(child.tableName)} t
          where ${isOwn('t')} and ${column} = any (${of.map(({ id }) => id)}::uuid[]) and ${isLiving('t')}
          order by t.id limit ${mostRecords + 1} ${lock ? sql`for update` : sql``}`;
        const children = rows.map((row) => ({ ...row, meta: child, relation: name, reference: reference.name }));
        found.push(...children);
        // SQL can make records own each other in a ring.
        next.push(...children.filter(({ id }) => !met.has(id)));
        for (const { id } of children) met.add(id);
      }
    }
    if (found.length > mostRecords) {
      throw new DomainError(
        'BAD_USER_INPUT',
        `Undoing would delete more than ${mostRecords} records; name fewer by only.`,
        {
          field: 'only',
        },
      );
    }
    level = next;
  }
  return found;
}
