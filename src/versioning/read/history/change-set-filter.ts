import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import { DomainError } from '../../errors/domain-error.js';
import { type ChangeSource, Operation } from '../../model/operation.js';
import { becameAmong, termsOfValue } from './became.js';
import { checkFilter } from '../lists/check-filter.js';
import type { ChangeSetRange } from './change-sets-by-commit.js';
import type { Asked } from './counted-change-sets.js';
import { type Topic, topicsOf } from './change-set-topics.js';
import { modelOf } from '../../model/entity-model.js';
import { formerNames } from './former-names.js';
import { changedAmong, changedColumns, type ChangedColumns, type HistoryFilter } from './history-filter.js';
import { type RecordedType, recordedTypes, typesNamed } from './recorded-type.js';
import { checkReason } from '../../values/reason.js';
import { isOwn } from '../../session/own-rows.js';

/** Which change sets are wanted: all that is given must hold, and what is said of versions of one and the same. */
export interface ChangeSetFilter extends Omit<HistoryFilter, 'field'> {
  readonly source?: ChangeSource | null;
  /** The names of entities (`Post`). */
  readonly entityType?: readonly string[] | null;
  readonly field?: string | null;
  /** What the field became, as changes tell it; null: nothing. Needs the field. */
  readonly value?: unknown;
  /** Part of the reason. */
  readonly reason?: string | null;
}

/** A summary that lacks none of the first is not asked for the others, each of which takes time. */
const mostLetters = 100;

/** In characters of its JSON: each of its keys and numbers would be compared with what is summed up, and with each version. */
const longestValue = 10_000;

/** What the names of types and fields in a filter are in the database. */
interface NamedVersions {
  readonly tables?: readonly string[];
  readonly columns?: ChangedColumns;
  /** SQL: whether a version holds the value. */
  readonly became?: RawBuilder<unknown>;
  /** SQL: the terms by which summaries tell of it. */
  readonly terms?: RawBuilder<unknown>;
  /** One of which a change set must be about. */
  readonly topics?: readonly Topic[];
  /** The terms by which summaries tell of what was done to what, or changed of it: one of these. */
  readonly summed?: readonly string[];
}

/** Whether a filter is about versions: what these are called, and were, only the database knows. */
export function isOfVersions({ entityType, field, value, operation }: ChangeSetFilter): boolean {
  return entityType != null || field != null || value !== undefined || operation != null;
}

/**
 * Looks up what a filter names.
 *
 * @throws DomainError BAD_USER_INPUT for types and fields that there are not, null, a part of time that ends before it begins, and
 *   a value of a field whose values are in no version, or that its enum has not
 */
export async function namedVersions(em: SqlEntityManager, filter: ChangeSetFilter): Promise<NamedVersions> {
  checkParts(filter);
  if (!isOfVersions(filter)) return {};
  const { entityType, field, value } = filter;
  const operation = filter.operation ? [...new Set(filter.operation)] : null;
  const all = await recordedTypes(em);
  const types = entityType == null ? all : typesNamed(all, entityType, 'entityType');
  const columns = field == null ? undefined : await changedColumns(em, types, [field]);
  if (field != null && value !== undefined) checkKept(types, field);
  if (columns && field != null && value != null) {
    const having = types.filter(({ table }) => columns.has(table));
    checkPossible(having, field, value);
  }
  return {
    topics: topicsOf(await formerNames(em, types), operation, columns ?? null),
    summed: columns ? columnTerms(columns) : operationTerms(types, operation),
    ...(entityType != null && { tables: types.map(({ table }) => table) }),
    ...(columns && { columns }),
    ...(columns &&
      value !== undefined && {
        became: becameAmong(types, columns, value),
        terms: termsOfValue(types, columns, value),
      }),
  };
}

/** As `sum_up_change_sets` has them. */
function columnTerms(columns: ChangedColumns): string[] {
  return [...columns].flatMap(([table, names]) => names.map((name) => `field ${table} ${name}`));
}

function operationTerms(types: readonly RecordedType[], operations: readonly Operation[] | null): string[] {
  return types.flatMap(({ table }) =>
    (operations ?? Object.values(Operation)).map((operation) => `operation ${table} ${operation}`),
  );
}

function checkParts({ value, ...others }: ChangeSetFilter): void {
  checkFilter(others);
  checkReason(others.reason);
  if (others.reason === '')
    throw new DomainError('BAD_USER_INPUT', 'reason: an empty text is part of every reason; leave it out.', {
      field: 'reason',
    });
  if (value === undefined) return;
  if (others.field == null) throw new DomainError('BAD_USER_INPUT', 'value: say of which field.', { field: 'value' });
  if (JSON.stringify(value).length <= longestValue) return;
  const message = `value: it has more than ${longestValue} characters as JSON.`;
  throw new DomainError('BAD_USER_INPUT', message, { field: 'value' });
}

/** What is redacted is in no version, so that all would seem to have become nothing. @throws DomainError BAD_USER_INPUT */
function checkKept(types: readonly RecordedType[], field: string): void {
  const redacted = types.some(
    ({ meta }) => meta && modelOf(meta).fields.some((of) => of.name === field && of.sensitive),
  );
  if (!redacted) return;
  throw new DomainError('BAD_USER_INPUT', `value: those of ${field} are in no history.`, { field: 'value' });
}

/** What an enum has not is in no version as it is told today. @throws DomainError BAD_USER_INPUT */
function checkPossible(types: readonly RecordedType[], field: string, value: unknown): void {
  const enums = types.map(({ meta }) => {
    const known = meta && modelOf(meta).fields.find(({ name }) => name === field);
    return known && !known.isList ? known.values : undefined;
  });
  if (enums.some((values) => values === undefined || values.includes(value))) return;
  const there = [...new Set(enums.flatMap((values) => values ?? []))].map((one) => JSON.stringify(one)).join(', ');
  const message = `value: ${field} cannot be ${JSON.stringify(value)}; it can be ${there}.`;
  throw new DomainError('BAD_USER_INPUT', message, { field: 'value' });
}

/** Which change sets a filter looks at. */
export function changeSetRange(filter: ChangeSetFilter, named: NamedVersions): ChangeSetRange {
  const { from, to, actorId, source, reason } = filter;
  const { topics, terms } = named;
  const isSummedUp = actorId != null || source != null || reason != null || terms !== undefined;
  return {
    from,
    to,
    topics,
    mayHold: isSummedUp ? mayHold(filter, named) : undefined,
    // Of who made change sets and by what the planner knows how many there are.
    isRare: reason != null || topics !== undefined,
  };
}

/** SQL over the alias `m` of a summary: whether it may sum up what is wanted. */
function mayHold({ actorId, source, reason }: ChangeSetFilter, { terms, summed }: NamedVersions): RawBuilder<unknown> {
  const own = [
    ...(actorId != null ? [sql`'actor ' || ${actorId}`] : []),
    ...(source != null ? [sql`'source ' || ${source}`] : []),
  ];
  const all = sql`(select palimpsest.term_hashes(array[${sql.join(own)}]::text[]
    || array(select palimpsest.reason_terms(left(${reason ?? null}::text, ${sql.lit(mostLetters)})))))`;
  const ofVersions = summed ? sql`palimpsest.term_hashes(${summed}::text[])` : sql`null::bigint[]`;
  const any = terms
    ? sql`(select case when array_position(t.terms, null) is null then palimpsest.term_hashes(t.terms) else ${ofVersions} end from (select ${terms}) t (terms))`
    : sql`(select ${ofVersions})`;
  return sql`palimpsest.bloom_lacks(m.bits, ${all}, ${any}) = 0`;
}

/** What else a filter asks. @throws DomainError BAD_USER_INPUT as {@link namedVersions} does */
export function changeSetConditions(filter: ChangeSetFilter, { tables, columns, became }: NamedVersions): Asked {
  checkParts(filter);
  const { actorId, source, operation, reason } = filter;
  const ofVersion = [
    ...(tables ? [sql`v.entity_type = any (${tables}::text[])`] : []),
    ...(operation != null ? [sql`v.operation = any (${[...new Set(operation)]}::text[])`] : []),
    ...(columns ? [changedAmong(columns)] : []),
    ...(became ? [became] : []),
  ];
  const conditions = (offset: RawBuilder<unknown>) => [
    ...(actorId != null ? [sql`c.actor_id = ${actorId}`] : []),
    ...(source != null ? [sql`c.source = ${source}`] : []),
    ...(reason != null ? [sql`strpos(c.reason, ${reason}) > 0`] : []),
    ...(ofVersion.length > 0
      ? [
          sql`exists (select from entity_version v where ${isOwn('v')} and v.change_set_id = c.id and ${sql.join(ofVersion, sql` and `)} ${offset})`,
        ]
      : []),
  ];
  // With an offset it is asked of one after the other, as they come in their order, until there are enough.
  return { ofEach: conditions(sql`offset 0`), ofAll: conditions(sql``) };
}
