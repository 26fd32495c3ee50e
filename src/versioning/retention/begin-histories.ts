import { type EntityMetadata, IsolationLevel } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import { DomainError } from '../errors/domain-error.js';
import { ChangeSource } from '../model/operation.js';
import { inTransaction } from '../session/in-transaction.js';
import { query } from '../session/query.js';
import { forWhom, isOwn } from '../session/own-rows.js';

/** Records in one transaction, and so in one change set. A killed backfill loses this much of its work, and nothing else. */
const batchSize = 500;

/** Rows of an entity's table that have no history. */
interface WithoutHistory {
  /** Those at version 1, which a backfill gives it. */
  readonly beginning: number;
  /** Those at another version, whose history cannot be made up. */
  readonly later: number;
}

/** Rows that have got their version 1. */
interface BegunBatch {
  readonly begun: number;
  /** The last row that was looked at; null where there was none. */
  readonly last: string | null;
}

/**
 * Gives every record of an entity that was in its table before it was versioned its version 1, while others work. May be
 * interrupted at any time, and goes on where it was.
 *
 * @param em carries the session context: whose records
 * @param report told after each batch, and once where there is nothing to do
 * @param owner whose records they are, for the message
 * @returns how many records got their first version
 * @throws DomainError BAD_USER_INPUT where records without a history are at another version than 1; nothing is done
 */
export async function beginHistories(
  em: SqlEntityManager,
  meta: EntityMetadata,
  owner: string,
  report: (done: number, of: number) => void,
): Promise<number> {
  const of = await inTransaction(em, (reader) => countWithoutHistory(reader, meta));
  if (of.later > 0) throw refusal(meta, owner, of.later);
  report(0, of.beginning);
  let done = 0;
  let last: string | null = null;
  do {
    const batch: BegunBatch = await beginNext(em, meta, last);
    done += batch.begun;
    last = batch.last;
    report(Math.min(done, of.beginning), of.beginning);
  } while (last !== null);
  return done;
}

async function countWithoutHistory(em: SqlEntityManager, meta: EntityMetadata): Promise<WithoutHistory> {
  const [counts] = await query<{ beginning: string; later: string }>(em)`
    select count(*) filter (where t.version = 1) as beginning, count(*) filter (where t.version <> 1) as later
    ${withoutHistory(meta)}`;
  return { beginning: Number(counts!.beginning), later: Number(counts!.later) };
}

function beginNext(em: SqlEntityManager, meta: EntityMetadata, after: string | null): Promise<BegunBatch> {
  return inTransaction(em, (writer) => beginBatch(writer, meta, after), {
    isolationLevel: IsolationLevel.READ_COMMITTED,
  });
}

/**
 * The next rows by their ids. Whoever changes one of them meanwhile waits, or has begun its history already.
 *
 * @param after the last row of the batch before; null for the first
 */
async function beginBatch(em: SqlEntityManager, meta: EntityMetadata, after: string | null): Promise<BegunBatch> {
  const beyond = after === null ? sql`` : sql`and t.id > ${after}`;
  const rows = await query<{ id: string }>(em)`
    select t.id ${withoutHistory(meta)} and t.version = 1 ${beyond} order by t.id limit ${batchSize}`;
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return { begun: 0, last: null };
  const [begun] = await query<{ count: string }>(em)`
    select palimpsest.begin_histories(${meta.tableName}, ${ids}::uuid[], ${ChangeSource.CLI}, ${forWhom()}) as count`;
  return { begun: Number(begun!.count), last: ids.at(-1)! };
}

function withoutHistory({ tableName }: EntityMetadata): RawBuilder<unknown> {
  return sql`
    from ${sql.table(tableName)} t
    where ${isOwn('t')} and not exists (
      select from entity_version v where ${isOwn('v')} and v.entity_id = t.id)`;
}

function refusal({ className, tableName }: EntityMetadata, owner: string, count: number): DomainError {
  return new DomainError(
    'BAD_USER_INPUT',
    `${count} of ${owner}'s ${className} have no history and are not at version 1; ` +
      `let the migration set ${tableName}.version to 1 before its triggers are made.`,
  );
}
