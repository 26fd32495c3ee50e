import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import { DomainError } from '../errors/domain-error.js';
import type { ChangeSource } from '../model/operation.js';
import { becameAmong } from './became.js';
import { changedAmong, changedColumns, type ChangedColumns, type HistoryFilter } from './history-filter.js';
import { recordedTypes, typesNamed } from './recorded-type.js';
import { refuseNull } from './refuse-null.js';

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
}

/** Whether a filter names what only the database knows. */
export function hasNames({ entityType, field, value }: ChangeSetFilter): boolean {
  return entityType != null || field != null || value !== undefined;
}

/** Looks up what a filter names. @throws DomainError BAD_USER_INPUT for types and fields that there are not, and for null */
export async function namedVersions(em: SqlEntityManager, filter: ChangeSetFilter): Promise<NamedVersions> {
  checkFilter(filter);
  if (!hasNames(filter)) return {};
  const { entityType, field, value } = filter;
  const all = await recordedTypes(em);
  const types = entityType == null ? all : typesNamed(all, entityType, 'entityType');
  const columns = field == null ? undefined : await changedColumns(em, types, [field]);
  return {
    ...(entityType != null && { tables: types.map(({ table }) => table) }),
    ...(columns && { columns }),
    ...(columns && value !== undefined && { became: becameAmong(types, columns, value) }),
  };
}

function checkFilter({ value, ...others }: ChangeSetFilter): void {
  refuseNull(others);
  if (value !== undefined && others.field == null)
    throw new DomainError('BAD_USER_INPUT', 'value: say of which field.');
}

/** A filter as conditions over the alias `c`. @throws DomainError BAD_USER_INPUT for null */
export function changeSetConditions(
  filter: ChangeSetFilter,
  { tables, columns, became }: NamedVersions,
): RawBuilder<unknown>[] {
  checkFilter(filter);
  const { actorId, source, operation, reason, from, to } = filter;
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
    ...(from != null ? [sql`c.recorded_at >= ${from}::timestamptz`] : []),
    ...(to != null ? [sql`c.recorded_at < ${to}::timestamptz`] : []),
    ...(ofVersion.length > 0
      ? [sql`exists (select from entity_version v where v.change_set_id = c.id and ${sql.join(ofVersion, sql` and `)})`]
      : []),
  ];
}
