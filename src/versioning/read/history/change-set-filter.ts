import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import { DomainError } from '../../errors/domain-error.js';
import type { ChangeSource } from '../../model/operation.js';
import { becameAmong, termsOfValue } from './became.js';
import type { ChangeSetRange } from './change-sets-by-commit.js';
import { type Topic, topicsOf } from './change-set-topics.js';
import { formerNames } from './former-names.js';
import { changedAmong, changedColumns, type ChangedColumns, type HistoryFilter } from './history-filter.js';
import { recordedTypes, typesNamed } from './recorded-type.js';
import { refuseNull } from '../lists/refuse-null.js';
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
}

/** Whether a filter is about versions: what these are called, and were, only the database knows. */
export function isOfVersions({ entityType, field, value, operation }: ChangeSetFilter): boolean {
  return entityType != null || field != null || value !== undefined || operation != null;
}

/** Looks up what a filter names. @throws DomainError BAD_USER_INPUT for types and fields that there are not, and for null */
export async function namedVersions(em: SqlEntityManager, filter: ChangeSetFilter): Promise<NamedVersions> {
  checkFilter(filter);
  if (!isOfVersions(filter)) return {};
  const { entityType, field, value, operation = null } = filter;
  const all = await recordedTypes(em);
  const types = entityType == null ? all : typesNamed(all, entityType, 'entityType');
  const columns = field == null ? undefined : await changedColumns(em, types, [field]);
  return {
    topics: topicsOf(await formerNames(em, types), operation, columns ?? null),
    ...(entityType != null && { tables: types.map(({ table }) => table) }),
    ...(columns && { columns }),
    ...(columns &&
      value !== undefined && {
        became: becameAmong(types, columns, value),
        terms: termsOfValue(types, columns, value),
      }),
  };
}

function checkFilter({ value, ...others }: ChangeSetFilter): void {
  refuseNull(others);
  if (value !== undefined && others.field == null)
    throw new DomainError('BAD_USER_INPUT', 'value: say of which field.');
}

/** Which change sets a filter looks at. */
export function changeSetRange(
  { from, to, reason }: ChangeSetFilter,
  { topics, terms }: NamedVersions,
): ChangeSetRange {
  return { from, to, topics, mayHold: reason == null && !terms ? undefined : mayHold(reason, terms) };
}

/** SQL over the alias `m` of a summary: whether it may sum up what has a reason with this in it, and set a field so. */
function mayHold(reason: string | null | undefined, terms: RawBuilder<unknown> | undefined): RawBuilder<unknown> {
  const ofReason = sql`(select palimpsest.term_hashes(array(select palimpsest.reason_terms(${reason ?? null}::text))))`;
  const ofValue = terms
    ? sql`(select case when array_position(t.terms, null) is null then palimpsest.term_hashes(t.terms) end from (select ${terms}) t (terms))`
    : sql`null`;
  return sql`palimpsest.bloom_lacks(m.bits, ${ofReason}, ${ofValue}) = 0`;
}

/** What else a filter asks, as conditions over the alias `c`. @throws DomainError BAD_USER_INPUT for null */
export function changeSetConditions(
  filter: ChangeSetFilter,
  { tables, columns, became }: NamedVersions,
): RawBuilder<unknown>[] {
  checkFilter(filter);
  const { actorId, source, operation, reason } = filter;
  const ofVersion = [
    ...(tables ? [sql`v.entity_type = any (${tables}::text[])`] : []),
    ...(operation != null ? [sql`v.operation = any (${operation}::text[])`] : []),
    ...(columns ? [changedAmong(columns)] : []),
    ...(became ? [became] : []),
  ];
  return [
    ...(actorId != null ? [sql`c.actor_id = ${actorId}`] : []),
    ...(source != null ? [sql`c.source = ${source}`] : []),
    ...(reason != null ? [sql`strpos(c.reason, ${reason}) > 0`] : []),
    // With an offset it is asked of one after the other, as they come in their order, until there are enough.
    ...(ofVersion.length > 0
      ? [
          sql`exists (select from entity_version v where ${isOwn('v')} and v.change_set_id = c.id and ${sql.join(ofVersion, sql` and `)} offset 0)`,
        ]
      : []),
  ];
}
