import type { EntityMetadata } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import { ChangeSource } from '../model/operation.js';

/** Rows of an entity's table that have no history. */
export interface WithoutHistory {
  /** Those at version 1, which a backfill gives it. */
  readonly beginning: number;
  /** Those at another version, whose history cannot be made up. */
  readonly later: number;
}

/** How many rows were in an entity's table before it was versioned, and have not got their version 1 yet. */
export async function countWithoutHistory(em: SqlEntityManager, meta: EntityMetadata): Promise<WithoutHistory> {
  const { rows } = await sql<{ beginning: string; later: string }>`
    select count(*) filter (where t.version = 1) as beginning, count(*) filter (where t.version <> 1) as later
    ${withoutHistory(meta)}`.execute(em.getKysely());
  return { beginning: Number(rows[0]!.beginning), later: Number(rows[0]!.later) };
}

/** Rows that have got their version 1. */
export interface BackfilledBatch {
  readonly begun: number;
  /** The last row that was looked at; null where there was none. */
  readonly last: string | null;
}

/**
 * Gives the next rows that were there before their history, by their ids, their version 1, as they are. Whoever changes
 * one of them meanwhile waits, or has begun its history already.
 *
 * @param em in a transaction
 * @param after the last row of the batch before; null for the first
 */
export async function backfillBatch(
  em: SqlEntityManager,
  meta: EntityMetadata,
  after: string | null,
  most: number,
): Promise<BackfilledBatch> {
  const beyond = after === null ? sql`` : sql`and t.id > ${after}`;
  const { rows } = await sql<{ id: string }>`
    select t.id ${withoutHistory(meta)} and t.version = 1 ${beyond} order by t.id limit ${most}`.execute(
    em.getKysely(),
  );
  if (rows.length === 0) return { begun: 0, last: null };
  const ids = rows.map(({ id }) => id);
  const { rows: begun } = await sql<{ count: string }>`
    select palimpsest.begin_histories(${meta.tableName}, ${ids}::uuid[], ${ChangeSource.CLI}) as count`.execute(
    em.getKysely(),
  );
  return { begun: Number(begun[0]!.count), last: ids.at(-1)! };
}

function withoutHistory({ tableName }: EntityMetadata): RawBuilder<unknown> {
  return sql`
    from ${sql.table(tableName)} t
    where not exists (select from entity_version v where v.entity_id = t.id)`;
}
