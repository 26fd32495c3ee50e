import type { EntityMetadata } from '@mikro-orm/core';
import { type RawBuilder, sql } from 'kysely';
import { modelOf } from '../../model/entity-model.js';
import type { ChangedColumns } from './history-filter.js';
import type { RecordedType } from './recorded-type.js';
import { upToDate } from '../states/upcast.js';

/**
 * SQL: whether a version, under the alias `v`, holds a value, as changes tell it, in one of the columns. It is the stored one
 * that is compared, in the shape of today: a value that no version can hold is in none.
 */
export function becameAmong(
  types: readonly RecordedType[],
  columns: ChangedColumns,
  value: unknown,
): RawBuilder<unknown> {
  const alternatives = types.flatMap(({ table, meta }) =>
    (columns.get(table) ?? []).map(
      (column) => sql`(v.entity_type = ${table} and ${became(table, meta, column, value)})`,
    ),
  );
  return alternatives.length === 0 ? sql`false` : sql`(${sql.join(alternatives, sql` or `)})`;
}

/**
 * SQL over the alias `m` of a summary: the terms by which it tells that a version may hold the value, a `text[]`. With a null among
 * them it does not tell.
 */
export function termsOfValue(
  types: readonly RecordedType[],
  columns: ChangedColumns,
  value: unknown,
): RawBuilder<unknown> {
  const terms = types.flatMap(({ table, meta }) =>
    (columns.get(table) ?? []).map((column) => {
      const stored = column.startsWith('$') ? null : storedValue(meta, column, value);
      return stored ? sql`palimpsest.value_term(${table}, ${column}, ${stored})` : sql`null`;
    }),
  );
  return sql`array[${sql.join(terms)}]::text[]`;
}

function became(table: string, meta: EntityMetadata | null, column: string, value: unknown): RawBuilder<unknown> {
  const state = upToDate(meta ?? table, 'v');
  if (column.startsWith('$')) return sql`${state} -> '$dropped' -> ${column.slice(1)} = ${json(value)}`;
  const stored = storedValue(meta, column, value);
  return stored ? sql`coalesce(${state} -> ${column}, 'null') = ${stored}` : sql`false`;
}

/** SQL: as snapshots hold it; null where none can. */
function storedValue(meta: EntityMetadata | null, column: string, value: unknown): RawBuilder<unknown> | null {
  const field = meta && modelOf(meta).fields.find((one) => one.column === column);
  const type = field?.kind === 'value' ? field.type : '';
  if (typeof value === 'string' && /^(numeric|bigint)/.test(type)) {
    return /^-?\d{1,400}(\.\d{1,400})?$/.test(value) ? sql`to_jsonb(${value}::numeric)` : null;
  }
  if (field?.kind === 'links' && Array.isArray(value)) return json(value.toSorted());
  const isInstant = column === 'deleted_at' || field?.type.startsWith('timestamptz');
  return json(isInstant && typeof value === 'string' ? value.replace(/(?:\.0*|(\.\d*[1-9])0*)?Z$/, '$1+00:00') : value);
}

function json(value: unknown): RawBuilder<unknown> {
  return sql`${JSON.stringify(value)}::jsonb`;
}
