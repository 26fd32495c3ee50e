import { sql } from 'kysely';
import { DomainError } from '../../errors/domain-error.js';
import { idsOf } from '../statements/ids-of.js';
import { canonicalTimestamp } from '../../values/timestamp.js';
import { type Instant, instantArguments, snapshotAt } from './instant.js';
import type { Parameter } from '../statements/parameter.js';
import type { RawRow, ReadStatement } from '../statements/read-statement.js';
import { isOwn } from '../../session/own-rows.js';

/** Whose history is read as of an instant. */
export interface PastReads {
  /** All records of these tables may be read. */
  readonly tables: readonly string[];
  /** The one record that is asked for by its id. */
  readonly record: string | Parameter<string> | null;
}

interface Refused {
  readonly reason: 'UNKNOWN' | 'MALFORMED' | 'FUTURE' | 'BEFORE' | 'NOT_KEPT';
  /** The first and the last moment that can be asked for. */
  readonly from?: string;
  readonly until?: string;
}

const what = { at: 'moment', changeSet: 'change set', before: 'change set', snapshot: 'snapshot' } as const;

const sentences = {
  MALFORMED: 'is no token of a snapshot',
  FUTURE: 'is in the future',
  BEFORE: 'is before anything was recorded',
  NOT_KEPT: 'is older than what retention has kept',
} as const;

/** Tells why nothing can be answered as of an instant, or not all that would be read; null where it can. */
export function instantCheck(instant: Instant, { tables, record }: PastReads): ReadStatement<DomainError | null> {
  return {
    statement: sql<RawRow>`select ${refused(instant, tables)} as refused, ${start(instant, tables, record)} as start`,
    decode: ([row]) =>
      refusalOf(instant, row!['refused'] as Refused | null) ?? refusalOf(instant, trimmed(row!['start'])),
  };
}

function refused(instant: Instant, tables: readonly string[]) {
  // A change set may itself have removed what was there right before it: that is asked for below.
  const checked = 'before' in instant ? [] : [...tables];
  return sql`palimpsest.refused_instant(${instantArguments(instant)}, ${checked}::text[])`;
}

function start(instant: Instant, tables: readonly string[], record: PastReads['record']) {
  const own = ownStart(instant, record);
  if (!('before' in instant)) return own;
  return sql`greatest(${own}, palimpsest.kept_from(${snapshotAt(instant)}, ${[...tables]}::text[]))`;
}

/** SQL: since when one record can be told of, where that is after the instant and the record was there before it. */
function ownStart(instant: Instant, record: PastReads['record']) {
  if (record === null) return sql`null::timestamptz`;
  const seen = (xid: string) => sql`pg_visible_in_snapshot(${sql.ref(xid)}, (select ${snapshotAt(instant)}))`;
  return sql`(
    select h.since from history_start h
    where ${isOwn('h')} and h.entity_id = any (${idsOf(record)}) and not ${seen('h.xid')} and coalesce(${seen('h.made_in')}, true))`;
}

function trimmed(since: unknown): Refused | null {
  return since == null ? null : { reason: 'NOT_KEPT', from: since as string };
}

/** The key of `asOf` by which an instant was named. */
function argumentOf(instant: Instant): keyof typeof what {
  if ('at' in instant) return 'at';
  if ('before' in instant) return 'before';
  return 'changeSet' in instant ? 'changeSet' : 'snapshot';
}

function refusalOf(instant: Instant, refusal: Refused | null): DomainError | null {
  if (!refusal) return null;
  const argument = argumentOf(instant);
  const { reason, ...range } = refusal;
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
