import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import type { Operation } from '../../model/operation.js';
import { fieldNames, unknownField } from './field-names.js';
import type { RecordedType } from './recorded-type.js';
import { checkFilter } from '../lists/check-filter.js';
import { changedUpToDate } from '../states/upcast.js';
import { isOwn } from '../../session/own-rows.js';

/** Which versions of a record are wanted: all that is given must hold. */
export interface HistoryFilter {
  readonly actorId?: string | null;
  readonly operation?: readonly Operation[] | null;
  /** At least one of these fields changed, by the names that clients know them by today. */
  readonly field?: readonly string[] | null;
  /** Committed from this moment on. */
  readonly from?: string | null;
  /** Committed before this moment. */
  readonly to?: string | null;
}

/** By table, the names under which versions list what is asked for as changed. */
export type ChangedColumns = ReadonlyMap<string, readonly string[]>;

/**
 * Where fields are listed in versions of some types; a type that has none of them is left out.
 *
 * @throws DomainError BAD_USER_INPUT for a field that none of the types has, or had
 */
export async function changedColumns(
  em: SqlEntityManager,
  types: readonly RecordedType[],
  fields: readonly string[],
): Promise<ChangedColumns> {
  const known = await fieldNames(em, types);
  const asked = [...new Set(fields)];
  const unknown = asked.find((field) => ![...known.values()].some((names) => names.has(field)));
  if (unknown !== undefined) {
    const there = [...known.values()].flatMap((names) => [...names.keys()]);
    throw unknownField('field', unknown, there);
  }
  const columns = [...known].map(
    ([table, names]) => [table, asked.flatMap((field) => names.get(field) ?? [])] as const,
  );
  return new Map(columns.filter(([, of]) => of.length > 0));
}

/** SQL: when a version had committed; when it was written, where that is not sealed yet. */
function committedAt(): RawBuilder<unknown> {
  return sql`coalesce(
    (select s.committed_at from sealed_change_set s where ${isOwn('s')} and s.change_set_id = v.change_set_id), v.recorded_at)`;
}

/**
 * A filter as conditions over the alias `v`.
 *
 * @param columns where its fields are listed
 * @throws DomainError BAD_USER_INPUT for null, and a part of time that ends before it begins
 */
export function versionConditions(filter: HistoryFilter, columns?: ChangedColumns): RawBuilder<unknown>[] {
  checkFilter(filter);
  const { actorId, operation, from, to } = filter;
  return [
    ...(actorId != null
      ? [
          sql`exists (select from change_set c where ${isOwn('c')} and c.id = v.change_set_id and c.actor_id = ${actorId})`,
        ]
      : []),
    ...(operation != null ? [sql`v.operation = any (${[...new Set(operation)]}::text[])`] : []),
    ...(columns ? [changedAmong(columns)] : []),
    ...(from != null ? [sql`${committedAt()} >= ${from}::timestamptz`] : []),
    ...(to != null ? [sql`${committedAt()} < ${to}::timestamptz`] : []),
  ];
}

/** SQL: whether a version, under the alias `v`, changed one of the columns, whatever they were called then. */
export function changedAmong(columns: ChangedColumns): RawBuilder<unknown> {
  const alternatives = [...columns].map(
    ([table, names]) => sql`(v.entity_type = ${table} and ${changedUpToDate(table, 'v')} ?| ${names}::text[])`,
  );
  return alternatives.length === 0 ? sql`false` : sql`(${sql.join(alternatives, sql` or `)})`;
}
