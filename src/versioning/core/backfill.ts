import type { EntityMetadata } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import { sensitiveColumns } from './entity-field.js';
import { writeHistory } from './history-writer.js';
import { Operation } from './operation.js';
import type { Recording } from './recording.js';
import type { VersionedEntity } from './versioned-entity.js';

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

/** Gives rows that were there before their history their version 1, as they are, inside {@link recordChanges}. */
export class Backfill {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly recording: Recording,
  ) {}

  /**
   * The next rows, by their ids. Whoever changes one of them meanwhile waits, or has begun its history already.
   *
   * @returns the last of them, null where there was none
   */
  async batch(meta: EntityMetadata, after: string, most: number): Promise<string | null> {
    const database = this.em.getKysely();
    const { rows: locked } = await sql<{ id: string }>`
      select t.id ${withoutHistory(meta)} and t.version = 1 and t.id > ${after}
      order by t.id limit ${most} for update of t`.execute(database);
    if (locked.length === 0) return null;
    // Asked again: the statement that has waited for a lock does not see what was written meanwhile to other tables.
    const { rows } = await sql<{ id: string; redacted: string[] }>`
      select t.id, array(
        select c from unnest(${sensitiveColumns(meta)}::text[]) c where to_jsonb(t) ->> c is not null) as redacted
      ${withoutHistory(meta)} and t.version = 1 and t.id = any (${locked.map(({ id }) => id)}::uuid[])`.execute(
      database,
    );
    this.recording.pending = rows.map(({ id, redacted }) => ({
      meta,
      record: { id } as VersionedEntity,
      operation: Operation.CREATE,
      redacted,
    }));
    if (rows.length > 0) await writeHistory(this.em, this.recording);
    return locked.at(-1)!.id;
  }
}

function withoutHistory({ tableName }: EntityMetadata): RawBuilder<unknown> {
  return sql`
    from ${sql.table(tableName)} t
    where not exists (select from entity_version v where v.entity_id = t.id)`;
}
