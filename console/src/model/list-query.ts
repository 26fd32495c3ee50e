import type { Catalogue, EntityField, EntityType } from './catalogue.js';
import { comparisonsOf, type Conditions, formOf, readConditions, writeConditions } from './condition.js';
import type { PageSize } from './page-size.js';

/** What a list shows, as its address says it. */
export interface ListQuery {
  readonly search: string;
  readonly deleted: 'EXCLUDE' | 'ONLY' | 'INCLUDE';
  /** What the values of fields must be. */
  readonly conditions: Conditions;
  readonly order: { readonly field: string; readonly direction: 'ASC' | 'DESC' } | null;
  /** Of keyset paging: at most one of them. */
  readonly after: string | null;
  readonly before: string | null;
}

export const pageSize = 50;

/** Kinds that are short enough for a column, in the order in which they are shown. */
const columnKinds: ReadonlySet<string> = new Set([
  'TEXT',
  'ENUM',
  'BOOLEAN',
  'REFERENCE',
  'DATE',
  'DATE_TIME',
  'INTEGER',
  'BIG_INTEGER',
  'DECIMAL',
  'FLOAT',
]);
const mostColumns = 6;

/** The fields that a list has columns for: the label, then the first short ones. */
export function columnsOf(catalogue: Catalogue, type: EntityType): EntityField[] {
  const label = catalogue.labelOf(type);
  const short = type.fields.filter(
    (field) => field !== label && field.shownAs !== null && !field.isList && columnKinds.has(field.kind),
  );
  return [...(label ? [label] : []), ...short].slice(0, mostColumns);
}

/** Whether records of a type can be searched for by what they are called. */
export function isSearchable(label: EntityField | undefined): boolean {
  return label !== undefined && formOf(label) === 'part';
}

/** Reads a query out of the parameters of an address; those that it does not know are ignored. */
export function listQuery(type: EntityType, parameters: URLSearchParams): ListQuery {
  const deleted = parameters.get('deleted');
  const order = type.fields.find(({ orderField }) => orderField !== null && orderField === parameters.get('order'));
  const orderField =
    order?.orderField ?? (bookkeepingOrders.has(parameters.get('order') ?? '') ? parameters.get('order') : null);
  return {
    search: parameters.get('search') ?? '',
    deleted: deleted === 'ONLY' || deleted === 'INCLUDE' ? deleted : 'EXCLUDE',
    conditions: readConditions(type, parameters),
    order:
      orderField === null
        ? null
        : { field: orderField, direction: parameters.get('direction') === 'DESC' ? 'DESC' : 'ASC' },
    after: parameters.get('after'),
    before: parameters.get('before'),
  };
}

const bookkeepingOrders: ReadonlySet<string> = new Set(['CREATED_AT', 'UPDATED_AT']);

/** The parameters of the address of a query; what is usual is left out. */
export function listParameters({ search, deleted, conditions, order, after, before }: ListQuery): URLSearchParams {
  const parameters = new URLSearchParams();
  if (search !== '') parameters.set('search', search);
  if (deleted !== 'EXCLUDE') parameters.set('deleted', deleted);
  writeConditions(conditions, parameters);
  if (order) {
    parameters.set('order', order.field);
    if (order.direction === 'DESC') parameters.set('direction', 'DESC');
  }
  if (after !== null) parameters.set('after', after);
  else if (before !== null) parameters.set('before', before);
  return parameters;
}

/** The variables of the document that asks for a page. */
export function listVariables(
  label: EntityField | undefined,
  type: EntityType,
  query: ListQuery,
): PageSize & Readonly<Record<string, unknown>> {
  const { search, deleted, conditions, order, after, before } = query;
  const filter = comparisonsOf(type, conditions);
  if (search !== '' && label && isSearchable(label)) filter[label.name] = { ...filter[label.name], contains: search };
  return {
    ...(before === null ? { first: pageSize, after } : { last: pageSize, before }),
    deleted,
    ...(Object.keys(filter).length > 0 && { filter }),
    ...(order && { orderBy: [order] }),
  };
}

/** The query with something else of it; a page of another list begins at its start. */
export function changedQuery(query: ListQuery, change: Partial<ListQuery>): ListQuery {
  return { ...query, after: null, before: null, ...change };
}

/** The order that pressing a column's heading asks for: up, then down, then the usual one. */
export function nextOrder(order: ListQuery['order'], field: string): ListQuery['order'] {
  if (order?.field !== field) return { field, direction: 'ASC' };
  return order.direction === 'ASC' ? { field, direction: 'DESC' } : null;
}
