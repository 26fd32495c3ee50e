import type { Catalogue, EntityField, EntityType } from './catalogue.js';

/** What a list shows, as its address says it. */
export interface ListQuery {
  readonly search: string;
  readonly deleted: 'EXCLUDE' | 'ONLY' | 'INCLUDE';
  /** What the values of fields are, by field name. */
  readonly equal: Readonly<Record<string, string>>;
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

/** The fields that a list can be filtered by, by choosing one of few values. */
export function choicesOf(type: EntityType): EntityField[] {
  return type.fields.filter(({ isFilterable, kind }) => isFilterable && (kind === 'ENUM' || kind === 'BOOLEAN'));
}

/** The references that a list can be filtered by, by an address that names a record. */
export function referencesOf(type: EntityType): EntityField[] {
  return type.fields.filter(({ isFilterable, kind }) => isFilterable && kind === 'REFERENCE');
}

/** Whether records of a type can be searched for by what they are called. */
export function isSearchable(label: EntityField | undefined): boolean {
  return label?.isFilterable === true && label.kind === 'TEXT' && label.type === 'String';
}

/** Reads a query out of the parameters of an address. What it does not know it leaves alone. */
export function listQuery(type: EntityType, parameters: URLSearchParams): ListQuery {
  const deleted = parameters.get('deleted');
  const order = type.fields.find(({ orderField }) => orderField !== null && orderField === parameters.get('order'));
  const orderField =
    order?.orderField ?? (bookkeepingOrders.has(parameters.get('order') ?? '') ? parameters.get('order') : null);
  const equal = [...choicesOf(type), ...referencesOf(type)].flatMap(({ name }) => {
    const value = parameters.get(`is.${name}`);
    return value === null ? [] : [[name, value] as const];
  });
  return {
    search: parameters.get('search') ?? '',
    deleted: deleted === 'ONLY' || deleted === 'INCLUDE' ? deleted : 'EXCLUDE',
    equal: Object.fromEntries(equal),
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
export function listParameters({ search, deleted, equal, order, after, before }: ListQuery): URLSearchParams {
  const parameters = new URLSearchParams();
  if (search !== '') parameters.set('search', search);
  if (deleted !== 'EXCLUDE') parameters.set('deleted', deleted);
  for (const [name, value] of Object.entries(equal)) parameters.set(`is.${name}`, value);
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
): Record<string, unknown> {
  const { search, deleted, order, after, before } = query;
  const conditions = type.fields.flatMap((field) => {
    const value = query.equal[field.name];
    if (value === undefined) return [];
    return [[field.name, { eq: field.kind === 'BOOLEAN' ? value === 'true' : value }] as const];
  });
  const searched = search !== '' && label && isSearchable(label) ? [[label.name, { contains: search }] as const] : [];
  const filter = Object.fromEntries([...conditions, ...searched]);
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
