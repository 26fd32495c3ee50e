import type { EntityMetadata } from '@mikro-orm/core';
import { type RawBuilder, sql } from 'kysely';
import { DomainError } from '../../errors/domain-error.js';
import { canonicalTimestamp } from '../../values/timestamp.js';
import { type BoundInstant, instantArguments } from '../instants/instant.js';
import { parentsAmong } from '../lists/parents-among.js';
import { everReferringTo } from '../records/past-rows.js';
import type { ReadStatement } from '../statements/read-statement.js';
import { isSeen, seen, statementAt } from '../instants/statement-at.js';
import { forWhom, isOwn } from '../../session/own-rows.js';

/** Records that are found at an instant: by their ids, or as those that refer to parents. All are SQL for a `uuid[]`. */
export type FoundInPast =
  | { readonly ids: RawBuilder<unknown> }
  | { readonly meta: EntityMetadata; readonly column: string; readonly parents: RawBuilder<unknown> };

/** Whose history must be there, so that nothing is left out of an answer. */
export interface NeededHistory {
  /** That of all records of these tables, since each of them may belong to the answer. */
  readonly tables: readonly string[];
  readonly found: readonly FoundInPast[];
}

interface Refused {
  readonly reason: 'UNKNOWN' | 'MALFORMED' | 'FUTURE' | 'BEFORE' | 'NOT_KEPT';
  /** The first and the last moment that can be asked for. */
  readonly from?: string | null;
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
export function instantCheck(instant: BoundInstant, needed: NeededHistory): ReadStatement<DomainError | null> {
  return {
    statement: statementAt(
      instant,
      sql`
        select ${refused(instant, needed.tables)} as refused, ${start(instant, needed)} as start, transaction_timestamp()::text as until`,
    ),
    decode: ([row]) =>
      refusalOf(instant, row!['refused'] as Refused | null) ??
      refusalOf(instant, trimmed(row!['start'], row!['until'])),
  };
}

function refused(instant: BoundInstant, tables: readonly string[]) {
  // A change set may itself have removed what was there right before it: that is asked for below.
  const checked = 'before' in instant ? [] : [...tables];
  return sql`palimpsest.refused_instant(${instantArguments(instant)}, ${checked}::text[], ${forWhom()})`;
}

/** SQL: the moment from which on all that is needed can be told of, where that is after the instant. */
function start(instant: BoundInstant, { tables, found }: NeededHistory) {
  const starts = [...startsOfFound(found), ...('before' in instant ? [keptFrom(tables)] : [])];
  return sql`greatest(null::timestamptz, ${sql.join(starts)})`;
}

function startsOfFound(found: readonly FoundInPast[]): RawBuilder<unknown>[] {
  const named = found.flatMap((one) => ('ids' in one ? [one.ids] : []));
  const ofParents = found.flatMap((one) => ('parents' in one ? [startOfChildren(one)] : []));
  const ids = sql.join([sql`'{}'::uuid[]`, ...named], sql` || `);
  return [
    sql`(select max(${began()}) from history_start h where ${isLacking()} and h.entity_id = any (${ids}))`,
    ...ofParents,
  ];
}

/** What children there were is looked for only where anything of their kind has been removed. */
function startOfChildren({ meta, column, parents }: Extract<FoundInPast, { parents: unknown }>): RawBuilder<unknown> {
  return sql`(
    select max(${began()}) from ${parentsAmong(parents)}
    cross join lateral (${everReferringTo(meta, column)}) c (id)
    join history_start h on h.entity_id = c.id and ${isLacking()}
    where ${keptFrom([meta.tableName])} is not null)`;
}

function keptFrom(tables: readonly string[]): RawBuilder<unknown> {
  return sql`palimpsest.kept_from(${seen}, ${[...tables]}::text[], ${forWhom()})`;
}

/** SQL: the first moment that has the start `h` of a history. */
const began = () => sql`coalesce(palimpsest.moment_of(h.xid, h.since, ${forWhom()}), h.trimmed_at)`;

/**
 * SQL: whether retention has removed what was then of a record that was there, by the start of its history as `h`. Where that
 * is not known, it has.
 */
const isLacking = () => sql`(
  ${isOwn('h')} and ${isSeen(sql.ref('h.xid'))} is not true and coalesce(${isSeen(sql.ref('h.made_in'))}, true))`;

function trimmed(from: unknown, until: unknown): Refused | null {
  return from == null ? null : { reason: 'NOT_KEPT', from: from as string, until: until as string };
}

/** The key of `asOf` by which an instant was named. */
function argumentOf(instant: BoundInstant): keyof typeof what {
  if ('at' in instant) return 'at';
  if ('before' in instant) return 'before';
  return 'changeSet' in instant ? 'changeSet' : 'snapshot';
}

function refusalOf(instant: BoundInstant, refusal: Refused | null): DomainError | null {
  if (!refusal) return null;
  const argument = argumentOf(instant);
  const { reason, ...range } = refusal;
  const field = `asOf.${argument}`;
  if (reason === 'UNKNOWN')
    return new DomainError('NOT_FOUND', `${field}: there is no such ${what[argument]}.`, { field });
  // Where nothing was ever recorded there is no range.
  const [from, until] = [range.from, range.from && range.until].map((moment) => moment && canonicalTimestamp(moment));
  const allowed = from ? `; there is something to tell from ${from} on until ${until}` : '';
  return new DomainError('BAD_USER_INPUT', `${field} ${sentences[reason]}${allowed}.`, {
    field,
    ...(from && { from, until }),
  });
}
