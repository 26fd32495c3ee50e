import { sql } from 'kysely';
import { DomainError } from '../errors/domain-error.js';
import { idsOf } from './ids-of.js';
import { canonicalTimestamp } from '../values/timestamp.js';
import { type Instant, instantArguments, snapshotAt } from './instant.js';
import type { Parameter } from './parameter.js';
import type { RawRow, ReadStatement } from './read-statement.js';

/** Whose history is read as of an instant. */
export interface PastReads {
  /** All records of these tables may be read. */
  readonly tables: readonly string[];
  /** The one record that is asked for by its id. */
  readonly record: string | Parameter<string> | null;
}

interface Refused {
  readonly argument: 'at' | 'changeSet' | 'snapshot';
  readonly reason: 'UNKNOWN' | 'MALFORMED' | 'FUTURE' | 'BEFORE' | 'NOT_KEPT';
  /** The first and the last moment that can be asked for. */
  readonly from?: string;
  readonly until?: string;
}

const what = { at: 'moment', changeSet: 'change set', snapshot: 'snapshot' } as const;

const sentences = {
  MALFORMED: 'is no token of a snapshot',
  FUTURE: 'is in the future',
  BEFORE: 'is before anything was recorded',
  NOT_KEPT: 'is older than what retention has kept',
} as const;

/** Tells why nothing can be answered as of an instant, or not all that would be read; null where it can. */
export function instantCheck(instant: Instant, { tables, record }: PastReads): ReadStatement<DomainError | null> {
  return {
    statement: sql<RawRow>`select ${refused(instant, tables)} as refused, ${ownStart(instant, record)} as start`,
    decode: ([row]) => refusalOf(row!['refused'] as Refused | null) ?? refusalOf(trimmed(instant, row!['start'])),
  };
}

function refused(instant: Instant, tables: readonly string[]) {
  return sql`palimpsest.refused_instant(${instantArguments(instant)}, ${[...tables]}::text[])`;
}

/** SQL: since when one record can be told of, where that is after the instant. */
function ownStart(instant: Instant, record: PastReads['record']) {
  if (record === null) return sql`null::timestamptz`;
  return sql`(
    select h.since from history_start h
    where h.entity_id = any (${idsOf(record)}) and not pg_visible_in_snapshot(h.xid, ${snapshotAt(instant)}))`;
}

function trimmed(instant: Instant, start: unknown): Refused | null {
  if (start == null) return null;
  const argument = 'at' in instant ? 'at' : 'changeSet' in instant ? 'changeSet' : 'snapshot';
  return { argument, reason: 'NOT_KEPT', from: start as string };
}

function refusalOf(refusal: Refused | null): DomainError | null {
  if (!refusal) return null;
  const { argument, reason, ...range } = refusal;
  const field = `asOf.${argument}`;
  if (reason === 'UNKNOWN')
    return new DomainError('NOT_FOUND', `${field}: there is no such ${what[argument]}.`, { field });
  const [from, until] = [range.from, range.until].map((moment) => moment && canonicalTimestamp(moment));
  const [after, before] = [from && ` from ${from} on`, until && ` until ${until}`];
  const allowed = after || before ? `; there is something to tell${after ?? ''}${before ?? ''}` : '';
  return new DomainError('BAD_USER_INPUT', `${field} ${sentences[reason]}${allowed}.`, {
    field,
    ...(from && { from }),
    ...(until && { until }),
  });
}
