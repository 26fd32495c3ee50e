import { type RawBuilder, sql } from 'kysely';
import { badCursor } from './cursor.js';

/** One term of an order; the last term of an order must be unique. Nulls are last when ascending, first when descending. */
export interface OrderTerm {
  readonly expression: RawBuilder<unknown>;
  /** PostgreSQL's name of the expression's type, for values that come back in a cursor. */
  readonly type: string;
  readonly ascending: boolean;
  /** By which language text is ordered; that of the expression's own where absent. */
  readonly collation?: string;
  /** Never null: spares the alternative, which no index and no partition's bounds can answer. */
  readonly required?: boolean;
}

/** A row's values of an order: SQL for each, a text, or null. */
export type Edge = readonly (EdgeValue | null)[];

type EdgeValue = RawBuilder<unknown>;

/** For the name of an order: a cursor of one direction or collation is none of another. */
export function directionOf({ ascending, collation }: OrderTerm): string {
  return `${ascending ? 'asc' : 'desc'}${collation === undefined ? '' : ` ${collation}`}`;
}

/** What a list is ordered by and cut at: one collation for both, or pages would skip and repeat rows. */
function ordered({ expression, collation }: OrderTerm): RawBuilder<unknown> {
  return collation === undefined ? expression : sql`(${expression} collate ${sql.id(collation)})`;
}

/** A term of ORDER BY. */
export function orderBy(term: OrderTerm, backwards: boolean): RawBuilder<unknown> {
  return term.ascending !== backwards ? sql`${ordered(term)} asc nulls last` : sql`${ordered(term)} desc nulls first`;
}

/** Rows after (or before) the edge. What it holds besides the values of the order is left alone. */
export function beyond(order: readonly OrderTerm[], edge: Edge, backwards: boolean): RawBuilder<unknown> {
  if (edge.length < order.length) throw badCursor(backwards ? 'before' : 'after');
  const [first] = order as [OrderTerm];
  const bound = atOrBeyond(first, edge[0]!, first.ascending !== backwards);
  return sql`${bound} and (${isRow(order, edge) ? rowBeyond(order, edge, backwards) : anyBeyond(order, edge, backwards)})`;
}

/** Whether an order compares as rows do in SQL: in one direction, and without nulls. */
function isRow(order: readonly OrderTerm[], edge: Edge): boolean {
  const [first] = order;
  return order.every(({ required, ascending }, n) => required && ascending === first!.ascending && edge[n] !== null);
}

/** One comparison, of which an index on these columns answers all: https://use-the-index-luke.com/sql/partial-results/fetch-next-page. */
function rowBeyond(order: readonly OrderTerm[], edge: Edge, backwards: boolean): RawBuilder<unknown> {
  const columns = sql.join(order.map(ordered));
  const values = sql.join(order.map(({ type }, n) => cast(edge[n]!, type)));
  return order[0]!.ascending !== backwards ? sql`(${columns}) > (${values})` : sql`(${columns}) < (${values})`;
}

/** Equal in the first n terms and beyond in the next, for some n. */
function anyBeyond(order: readonly OrderTerm[], edge: Edge, backwards: boolean): RawBuilder<unknown> {
  const alternatives = order.map((term, n) => {
    const equal = order.slice(0, n).map((_, i) => isAt(order, edge, i));
    return sql`(${sql.join([...equal, termBeyond(term, edge[n]!, term.ascending !== backwards)], sql` and `)})`;
  });
  return sql.join(alternatives, sql` or `);
}

/** Whether a row stands at the edge in one term. */
export function isAt(order: readonly OrderTerm[], edge: Edge, n: number): RawBuilder<unknown> {
  const term = order[n]!;
  const value = edge[n]!;
  return value === null ? sql`${ordered(term)} is null` : sql`${ordered(term)} = ${cast(value, term.type)}`;
}

/** Follows from the alternatives, but alone it says where in an index to begin, and in which partitions to look. */
function atOrBeyond(term: OrderTerm, edge: EdgeValue | null, upwards: boolean): RawBuilder<unknown> {
  const { type, required } = term;
  const expression = ordered(term);
  if (edge === null) return upwards ? sql`${expression} is null` : sql`true`;
  const value = cast(edge, type);
  if (!upwards) return sql`${expression} <= ${value}`;
  return required ? sql`${expression} >= ${value}` : sql`(${expression} >= ${value} or ${expression} is null)`;
}

function termBeyond(term: OrderTerm, edge: EdgeValue | null, upwards: boolean): RawBuilder<unknown> {
  const { type, required } = term;
  const expression = ordered(term);
  // Null is the greatest value, in both directions.
  if (edge === null) return upwards ? sql`false` : sql`${expression} is not null`;
  const value = cast(edge, type);
  if (!upwards) return sql`${expression} < ${value}`;
  return required ? sql`${expression} > ${value}` : sql`(${expression} > ${value} or ${expression} is null)`;
}

function cast(value: EdgeValue | null, type: string): RawBuilder<unknown> {
  return sql`cast(${value} as ${sql.raw(type)})`;
}
