import type { EntityMetadata } from '@mikro-orm/core';
import { type RawBuilder, sql } from 'kysely';
import { Field, ID, InputType } from 'type-graphql';
import { DomainError } from '../../errors/domain-error.js';
import { Parameter } from '../../read/statements/parameter.js';
import { idOfNothing, isRecordId } from '../../values/record-id.js';
import type { EntityField } from '../../model/entity-field.js';
import { modelOf } from '../../model/entity-model.js';
import type { VersionedClass } from '../../model/map-versioned.js';
import { labelAmong } from '../../model/label-field.js';
import { type Comparison, comparisonFilterOf, comparisonSql } from './comparison-filter.js';
import { apiFieldsOf, type ApiField } from '../declaration/api-field.js';
import { graphQLTypeName } from '../declaration/graphql-type-name.js';
import { namedClass } from '../declaration/named-class.js';
import { DateTimeScalar } from '../scalars/date-time-scalar.js';

/** A filter as clients give it: comparisons by field, combined with and, or, not. */
export type RecordFilter = { readonly [field: string]: unknown };

const mostConditions = 100;

const combining: readonly string[] = ['and', 'or', 'not'];

/** @throws DomainError BAD_USER_INPUT for more conditions than a filter may have */
export function checkConditions(count: number): void {
  if (count <= mostConditions) return;
  throw new DomainError('BAD_USER_INPUT', `A filter has at most ${mostConditions} conditions.`, { field: 'filter' });
}

/**
 * The filter input of an entity (`PostFilter`), derived from its fields. It has no JSON, and of long texts only the one that
 * records are called by.
 */
export function filterTypeOf(entity: VersionedClass): new () => object {
  const filter = namedClass(`${entity.name}Filter`);
  const prototype = filter.prototype as object;
  const optional = { nullable: true };
  for (const field of apiFieldsOf(entity)) {
    // Made here and not in the thunk: types made while the schema is being built come too late.
    const comparison = comparisonOf(entity, field);
    if (comparison) Field(() => comparison, optional)(prototype, field.name);
  }
  const instants = comparisonFilterOf(DateTimeScalar, 'DateTime');
  for (const name of ['createdAt', 'updatedAt']) Field(() => instants, optional)(prototype, name);
  Field(() => [filter], optional)(prototype, 'and');
  Field(() => [filter], optional)(prototype, 'or');
  Field(() => filter, optional)(prototype, 'not');
  InputType(`${entity.name}Filter`)(filter);
  return filter;
}

/** A column that can be compared: not sensitive, not a document (`text`), not JSON. */
export function isComparable({ kind, isLong, declaration }: ApiField): boolean {
  if (!declaration || kind !== 'value' || declaration.typeOptions.array) return false;
  const name = graphQLTypeName(declaration.getType());
  return !isLong && name !== 'JSON' && name !== 'JSONObject';
}

/** Whether lists can be filtered by a value: by one that can be compared, and by what records are called, be it a document. */
export function isFilterable(entity: VersionedClass, field: ApiField): boolean {
  if (isComparable(field)) return true;
  return isText(field) && labelAmong(entity, textsOf(entity)) === field.property;
}

function textsOf(entity: VersionedClass): string[] {
  return apiFieldsOf(entity)
    .filter(isText)
    .map(({ property }) => property);
}

/** Whether clients may read a field that is a text, long or short. */
function isText({ kind, declaration }: ApiField): boolean {
  return kind === 'value' && !declaration?.typeOptions.array && declaration?.getType() === String;
}

function comparisonOf(entity: VersionedClass, field: ApiField): (new () => object) | undefined {
  if (field.kind === 'reference') return comparisonFilterOf(ID, 'ID');
  if (!isFilterable(entity, field)) return undefined;
  const type = field.declaration!.getType();
  return comparisonFilterOf(type, graphQLTypeName(type));
}

/**
 * A filter as conditions over the alias `t`.
 *
 * @throws DomainError BAD_USER_INPUT for more than 100 conditions, or null where a condition should be
 */
export function filterSql(meta: EntityMetadata, filter: RecordFilter): RawBuilder<unknown> {
  let conditions = 0;
  return conjunction(filter);

  function conjunction(node: RecordFilter): RawBuilder<unknown> {
    const parts = Object.entries(node)
      .filter(([, value]) => value !== undefined)
      .flatMap(([field, value]) => condition(field, value));
    if (parts.length > 0) return sql`(${sql.join(parts, sql` and `)})`;
    // Also a condition, or a list of a million of them would be let through.
    count();
    return sql`true`;
  }

  function count(): void {
    checkConditions(++conditions);
  }

  function condition(field: string, value: unknown): RawBuilder<unknown>[] {
    count();
    if (value === null)
      throw new DomainError('BAD_USER_INPUT', `${field} cannot be null; ${instead(field)}.`, { field });
    if (field === 'and') return (value as RecordFilter[]).map(conjunction);
    if (field === 'or') return [disjunction(value as RecordFilter[])];
    if (field === 'not') return [sql`${conjunction(value as RecordFilter)} is not true`];
    return comparison(meta, field, value as Comparison);
  }

  function disjunction(nodes: readonly RecordFilter[]): RawBuilder<unknown> {
    return nodes.length === 0 ? sql`false` : sql`(${sql.join(nodes.map(conjunction), sql` or `)})`;
  }
}

/** The columns that a filter looks at. */
export function filteredColumns(meta: EntityMetadata, filter: RecordFilter): ReadonlySet<string> {
  const columns = new Set<string>();
  collect(filter);
  return columns;

  function collect(node: RecordFilter): void {
    for (const [field, value] of Object.entries(node)) {
      if (combining.includes(field)) for (const part of [value].flat()) collect((part ?? {}) as RecordFilter);
      else columns.add(comparedField(meta, field).column);
    }
  }
}

/** What to send in place of null, which could mean everything as well as nothing. */
function instead(field: string): string {
  return combining.includes(field) ? 'leave it out' : 'leave it out, or use isNull';
}

function comparison(meta: EntityMetadata, field: string, value: Comparison): RawBuilder<unknown>[] {
  const { column, type } = comparedField(meta, field);
  // A malformed id is an unknown id: it equals nothing, and is no error of PostgreSQL's.
  const compared = { field, column: sql.ref(`t.${column}`), cast: comparedAs(type) };
  return comparisonSql(compared, type === 'uuid' ? onlyUuids(value) : value);
}

function comparedField(meta: EntityMetadata, field: string): EntityField {
  return modelOf(meta).columns.find(({ name }) => name === field)!;
}

/**
 * The type in which values are compared. A cast to the column's own, where that is bounded, would cut or round what is
 * compared with, so that it equals what it is not, or fail for a value that merely no record can have.
 */
function comparedAs(columnType: string): string {
  if (columnType === 'smallint') return 'integer';
  return columnType.replace(/^(varchar|numeric|timestamptz)\(.*\)$/, '$1');
}

function onlyUuids(comparison: Comparison): Comparison {
  const uuid = (id: unknown) => (typeof id === 'string' && isRecordId(id) ? id : idOfNothing);
  const uuids = (value: unknown) => {
    if (Array.isArray(value)) return value.map(uuid);
    return typeof value === 'string' ? uuid(value) : value;
  };
  return Object.fromEntries(
    Object.entries(comparison).map(([operator, value]) => {
      return [operator, value instanceof Parameter ? value.as('uuid', uuids) : uuids(value)];
    }),
  );
}
