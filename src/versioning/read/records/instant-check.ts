import { type RawBuilder, sql } from 'kysely';
import { DomainError } from '../../errors/domain-error.js';
import { forWhom } from '../../session/own-rows.js';
import { type BoundInstant, instantArguments } from '../instants/instant.js';
import { instantRefusal, type MomentRange, notKept } from '../instants/instant-refusal.js';
import { statementAt } from '../instants/statement-at.js';
import type { ReadStatement } from '../statements/read-statement.js';
import { type FoundInPast, isAnyLacking, lackingAmong, startOfRecords, startOfTables } from './lacking-history.js';

/** Whose history must be there, so that nothing is left out of an answer. */
export interface NeededHistory {
  /** That of all records of these tables, since each of them may belong to the answer. */
  readonly tables: readonly string[];
  readonly found: readonly FoundInPast[];
  /** What may be found at another instant than this: what is told to be allowed must be answered. */
  readonly elsewhere: {
    readonly tables: readonly string[];
    /** SQL, a `uuid[]`: the same at all. */
    readonly ids: RawBuilder<unknown>;
  };
}

interface Refused extends MomentRange {
  readonly reason: 'UNKNOWN' | 'MALFORMED' | 'FUTURE' | 'BEFORE' | 'NOT_KEPT';
}

const what = { at: 'moment', changeSet: 'change set', before: 'change set', snapshot: 'snapshot' } as const;

const sentences = {
  MALFORMED: 'is no token of a snapshot',
  FUTURE: 'is in the future',
  BEFORE: 'is before anything was recorded',
  NOT_KEPT: notKept,
} as const;

/** Tells why nothing can be answered as of an instant, or not all that would be read; null where it can. */
export function instantCheck(instant: BoundInstant, needed: NeededHistory): ReadStatement<DomainError | null> {
  return {
    statement: statementAt(
      instant,
      sql`
        select palimpsest.refused_instant(${instantArguments(instant)}, '{}', ${forWhom()}) as refused, ${lacking(needed)} as lacking`,
    ),
    decode: ([row]) => refusalOf(instant, (row!['refused'] ?? row!['lacking']) as Refused | null),
  };
}

/** SQL: what is told where retention has removed something that is needed. */
function lacking({ tables, found, elsewhere }: NeededHistory): RawBuilder<unknown> {
  const conditions = [
    ...(tables.length > 0 ? [isAnyLacking(tables)] : []),
    ...found.map((one) => sql`exists (${lackingAmong(one)})`),
  ];
  if (conditions.length === 0) return sql`null::jsonb`;
  const from = sql`greatest(${startOfRecords(elsewhere.ids)}, ${startOfTables(elsewhere.tables)})`;
  return sql`
    case when ${sql.join(conditions, sql` or `)} then
      jsonb_build_object('reason', 'NOT_KEPT', 'from', ${from}, 'until', transaction_timestamp()) end`;
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
  if (reason !== 'UNKNOWN') return instantRefusal(field, sentences[reason], range);
  return new DomainError('NOT_FOUND', `${field}: there is no such ${what[argument]}.`, { field });
}
