import { type Client, escapeLiteral } from 'pg';
import { sqlState, SqlState } from '../../versioning/index.js';
import { StartupError } from '../errors/startup-error.js';
import { Archive } from './archive.js';
import type { AuditMonth } from './list-audit-months.js';

interface DropOptions {
  /** A month, `2026-08`; those before it go. */
  readonly before: string;
  /** The file to write their entries to. */
  readonly archive?: string | undefined;
}

interface Partition {
  /** With its schema: the database's functions look in none by themselves. */
  readonly partition: string;
  readonly month: string;
}

const batch = 1000;

/**
 * Drops whole months of the audit log, all or none; where an archive is asked for, in the transaction that has written it,
 * and on whose locks nothing can come in between.
 *
 * @param client connected as the owner of the tables
 * @returns what was dropped, oldest first
 * @throws {StartupError} where a month is not over or is kept by a legal hold, where the archive cannot be written, or where
 *   a long transaction is in the way; then nothing is dropped
 */
export async function dropAuditMonths(client: Client, { before, archive: file }: DropOptions): Promise<AuditMonth[]> {
  const archive = file === undefined ? undefined : await Archive.create(file);
  try {
    await client.query('begin isolation level read committed');
    const dropped = await dropAndArchive(client, before, archive);
    if (dropped.length > 0) {
      await archive?.publish();
    }
    await commit(client, file);
    return dropped;
  } catch (error) {
    await Promise.allSettled([client.query('rollback')]);
    throw explained(error);
  } finally {
    await archive?.close();
  }
}

async function dropAndArchive(client: Client, before: string, archive: Archive | undefined): Promise<AuditMonth[]> {
  // Nobody else drops or makes months until the end of the transaction.
  await client.query('select palimpsest.lock_audit_log()');
  const partitions = await partitionsBefore(client, before);
  if (partitions.length === 0) {
    return [];
  }
  for (const { partition, month } of partitions) {
    await client.query('select palimpsest.lock_patiently($1)', [
      [`lock table only ${partition} in share row exclusive mode`],
    ]);
    const { rows } = await client.query('select where palimpsest.audit_partition_held($1)', [partition]);
    if (rows.length > 0) {
      throw new StartupError(`The month ${month} of the audit log has entries of a record under legal hold.`);
    }
  }
  let written = 0;
  for (const { partition } of partitions) {
    written += (await archive?.write(linesOf(client, partition))) ?? 0;
  }
  await archive?.sync();
  const { rows: dropped } = await client.query<AuditMonth>(
    `select to_char(starts_at at time zone 'UTC', 'YYYY-MM') as month, entries
       from palimpsest.drop_audit_partitions(array(
         select starts_at from palimpsest.audit_partitions() where partition = any ($1::regclass[])))`,
    [partitions.map(({ partition }) => partition)],
  );
  const entries = dropped.reduce((sum, month) => sum + Number(month.entries), 0);
  if (archive && written !== entries) {
    throw new Error(`The archive has ${written} entries, but ${entries} would be dropped.`);
  }
  return dropped;
}

/** An archive that is complete is kept, whatever became of the transaction. */
async function commit(client: Client, file: string | undefined): Promise<void> {
  try {
    await client.query('commit');
  } catch (error) {
    throw new StartupError(
      'The database failed at the last moment; `palimpsest audit list` tells whether the months were dropped' +
        (file === undefined ? '.' : `, and their entries are in ${file}.`),
      { cause: error },
    );
  }
}

async function partitionsBefore(client: Client, before: string): Promise<Partition[]> {
  const end = `${before}-01T00:00:00Z`;
  const { rows: clock } = await client.query<{ over: boolean }>(
    `select $1::timestamptz <= date_trunc('month', clock_timestamp(), 'UTC') as over`,
    [end],
  );
  if (!clock[0]?.over) {
    throw new StartupError(
      `The months before ${before} are not all over; --before takes no month that is yet to come.`,
    );
  }
  const { rows } = await client.query<Partition>(
    `select format('%I.%I', n.nspname, c.relname) as partition,
       to_char(p.starts_at at time zone 'UTC', 'YYYY-MM') as month
     from palimpsest.audit_partitions() p join pg_class c on c.oid = p.partition join pg_namespace n on n.oid = c.relnamespace
     where p.ends_at <= $1 order by p.starts_at`,
    [end],
  );
  return rows;
}

/** The entries of one month, oldest first, some at a time. */
async function* linesOf(client: Client, partition: string): AsyncGenerator<string[]> {
  await client.query(
    `declare archived no scroll cursor for select line from palimpsest.audit_lines(${escapeLiteral(partition)}) order by occurred_at, id`,
  );
  for (;;) {
    const { rows } = await client.query<{ line: string }>(`fetch ${batch} from archived`);
    if (rows.length === 0) break;
    yield rows.map(({ line }) => line);
  }
  await client.query('close archived');
}

function explained(error: unknown): unknown {
  if (error instanceof StartupError) return error;
  switch (sqlState(error)) {
    case SqlState.lockNotAvailable:
      return new StartupError(
        'The audit log is in use by a long transaction, such as a backup or `palimpsest verify`; nothing was dropped.',
        { cause: error },
      );
    // A legal hold that was placed meanwhile; the message says of which month.
    case SqlState.objectInUse:
      return new StartupError((error as Error).message, { cause: error });
    default:
      return error;
  }
}
