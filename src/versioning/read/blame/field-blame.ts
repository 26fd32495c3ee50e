import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { blame, type SetBy } from './blame.js';
import { fieldValue } from '../differences/diff.js';
import type { EntityField } from '../../model/entity-field.js';
import { modelOf } from '../../model/entity-model.js';
import { fieldNames, unknownField } from '../history/field-names.js';
import type { State, UntypedState } from '../states/record-state.js';
import { bookkeepingColumns } from '../differences/untyped-diff.js';
import type { VersionHeader } from '../history/version-header.js';

/** A field of a record, and what set it to the value that it has. */
export type FieldBlame = SetBy & {
  readonly field: string;
  /** Null where it is sensitive. */
  readonly value: unknown;
  readonly redacted: boolean;
};

/** What a record is now, typed where its entity is known. */
export type PresentState = { readonly typed: State } | { readonly untyped: UntypedState };

/**
 * Who set the fields of a record to what they are.
 *
 * @param newest version of the record
 * @param fields by the names clients know, dropped ones and the deletion too; all that the record has where absent, its deletion only where it is deleted
 * @throws DomainError BAD_USER_INPUT for a field that there is not
 */
export async function blameFields(
  em: SqlEntityManager,
  newest: VersionHeader,
  state: PresentState,
  fields?: readonly string[] | null,
): Promise<FieldBlame[]> {
  const table = newest.meta?.tableName ?? newest.entityType;
  const described = (await fieldNames(em, [{ table, meta: newest.meta }])).get(table)!;
  // Of a table of which nothing is known, the record tells.
  const columns = 'untyped' in state ? Object.keys(state.untyped.columns) : [];
  const names = new Map([
    ...columns.filter((name) => !bookkeepingColumns.has(name)).map((name) => [name, name] as const),
    ...described,
  ]);
  // A field that is named again is told once.
  const asked = fields
    ? [...new Set(fields)]
    : [...names].flatMap(([name, column]) => (isPresent(name, column, newest, state) ? name : []));
  const unknown = asked.find((name) => !names.has(name));
  if (unknown !== undefined) throw unknownField('fields', unknown, names.keys());
  const setBy = await blame(em, newest);
  return asked.map((field) => {
    const column = names.get(field)!;
    const known = newest.meta ? modelOf(newest.meta).shown.find(({ name }) => name === field) : undefined;
    const isSensitive = known ? known.sensitive !== undefined : isUnkept(column, state);
    const value = isSensitive ? null : (valueOf(column, known, state) ?? null);
    return { field, value, redacted: isSensitive, ...setBy(column) };
  });
}

/** What was dropped is no field of a record any more. Of a deleted record its deletion is one. */
function isPresent(name: string, column: string, { meta }: VersionHeader, state: PresentState): boolean {
  if (column === 'deleted_at') return valueOf(column, undefined, state) != null;
  if (meta) return modelOf(meta).shown.some((field) => field.name === name);
  return 'untyped' in state && name in state.untyped.columns;
}

/** Of what no entity knows, history keeps no value where the column was sensitive. */
function isUnkept(column: string, state: PresentState): boolean {
  return 'untyped' in state && !column.startsWith('$') && !(column in state.untyped.columns);
}

function valueOf(column: string, field: EntityField | undefined, state: PresentState): unknown {
  if ('untyped' in state) {
    const { columns, dropped } = state.untyped;
    return column.startsWith('$') ? dropped[column.slice(1)] : columns[column];
  }
  if (field) return fieldValue(field, state.typed);
  return column === 'deleted_at' ? state.typed.record.deletedAt : state.typed.dropped[column.slice(1)];
}
