import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import { badCursor, decodeCursor, encodeCursor } from './cursor.js';
import { sqlState } from '../errors/driver-error.js';
import { type Page, pageSize, type PageRequest } from './page.js';

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

export interface KeysetQuery<T> {
  /** Names the list in its cursors; the order's directions and collations are added. */
  readonly scope: string;
  readonly select: RawBuilder<unknown>;
  readonly from: RawBuilder<unknown>;
  readonly where: readonly RawBuilder<unknown>[];
  readonly order: readonly OrderTerm[];
  /** What has as many rows as `from`, where counting them can do with less. */
  readonly counted?: RawBuilder<unknown>;
  readonly page: PageRequest;
  readonly toItem: (row: Record<string, unknown>) => T;
}

/**
 * Reads one page by the values at its edge instead of by an offset, so that concurrent inserts neither repeat nor skip
 * rows: https://use-the-index-luke.com/no-offset.
 *
 * @throws DomainError BAD_USER_INPUT for an impossible page or a cursor of another list
 */
export async function readKeysetPage<T>(em: SqlEntityManager, query: KeysetQuery<T>): Promise<Page<T>> {
  const { size, backwards } = pageSize(query.page);
  const scope = `${query.scope}:${query.order.map(directionOf).join()}`;
  const { after, before } = query.page;
  const [start, end] = [after, before].map((cursor) => (cursor == null ? null : decodeCursor(scope, cursor)));
  const edges = [
    ...(start ? [beyond(query.order, start, false)] : []),
    ...(end ? [beyond(query.order, end, true)] : []),
  ];
  // No column of an entity is named with a dollar sign, here and in the other readers.
  const page = sql<Record<string, unknown> & { $cursor: (string | null)[] }>`
    select ${query.select}, array[${sql.join(query.order.map(({ expression }) => sql`${expression}::text`))}] as "$cursor"
    from ${query.from} ${whereAll([...query.where, ...edges])}
    order by ${sql.join(query.order.map((term) => orderBy(term, backwards)))}
    limit ${size + 1}`;
  const { rows } = await page.execute(em.getKysely()).catch((error: unknown) => {
    throw edges.length > 0 && isDataException(error) ? badCursor(error) : error;
  });
  const more = rows.length > size;
  const shown = rows.slice(0, size);
  if (backwards) shown.reverse();
  return {
    items: shown.map((row) => ({
      item: query.toItem(row),
      get cursor() {
        return encodeCursor(scope, row.$cursor);
      },
    })),
    hasNextPage: async () => (more && !backwards) || (await reaches(em, query, end, false)),
    hasPreviousPage: async () => (more && backwards) || (await reaches(em, query, start, true)),
    totalCount: () => count(em, query),
  };
}

/** Whether the list has something at an edge of the page that was asked for, or beyond; without an edge, it ends with it. */
async function reaches<T>(
  em: SqlEntityManager,
  { from, where, order }: KeysetQuery<T>,
  edge: readonly (string | null)[] | null | undefined,
  backwards: boolean,
): Promise<boolean> {
  if (!edge) return false;
  const at = sql.join(
    order.map((_, n) => isAt(order, edge, n)),
    sql` and `,
  );
  // Apart, since an OR around the conditions that an index answers is none.
  const [exactly, further] = [at, beyond(order, edge, backwards)].map(
    (condition) => sql`exists (select from ${from} ${whereAll([...where, condition])})`,
  );
  const { rows } = await sql<{ found: boolean }>`select ${exactly} or ${further} as found`.execute(em.getKysely());
  return rows[0]!.found;
}

async function count<T>(em: SqlEntityManager, { from, where, counted = from }: KeysetQuery<T>): Promise<number> {
  const { rows } = await sql<{ count: string }>`select count(*) as count from ${counted} ${whereAll(where)}`.execute(
    em.getKysely(),
  );
  return Number(rows[0]!.count);
}

function whereAll(conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return conditions.length === 0 ? sql`` : sql`where ${sql.join(conditions, sql` and `)}`;
}

function directionOf({ ascending, collation }: OrderTerm): string {
  return `${ascending ? 'asc' : 'desc'}${collation === undefined ? '' : ` ${collation}`}`;
}

/** What a list is ordered by and cut at: one collation for both, or pages would skip and repeat rows. */
function ordered({ expression, collation }: OrderTerm): RawBuilder<unknown> {
  return collation === undefined ? expression : sql`(${expression} collate ${sql.id(collation)})`;
}

function orderBy(term: OrderTerm, backwards: boolean): RawBuilder<unknown> {
  return term.ascending !== backwards ? sql`${ordered(term)} asc nulls last` : sql`${ordered(term)} desc nulls first`;
}

/** Rows after (or before) the edge. */
function beyond(
  order: readonly OrderTerm[],
  edge: readonly (string | null)[],
  backwards: boolean,
): RawBuilder<unknown> {
  if (edge.length !== order.length) throw badCursor();
  const [first] = order as [OrderTerm];
  const bound = atOrBeyond(first, edge[0]!, first.ascending !== backwards);
  return sql`${bound} and (${isRow(order, edge) ? rowBeyond(order, edge, backwards) : anyBeyond(order, edge, backwards)})`;
}

/** Whether an order compares as rows do in SQL: in one direction, and without nulls. */
function isRow(order: readonly OrderTerm[], edge: readonly (string | null)[]): boolean {
  const [first] = order;
  return order.every(({ required, ascending }, n) => required && ascending === first!.ascending && edge[n] !== null);
}

/** One comparison, of which an index on these columns answers all: https://use-the-index-luke.com/sql/partial-results/fetch-next-page. */
function rowBeyond(
  order: readonly OrderTerm[],
  edge: readonly (string | null)[],
  backwards: boolean,
): RawBuilder<unknown> {
  const columns = sql.join(order.map(ordered));
  const values = sql.join(order.map(({ type }, n) => cast(edge[n]!, type)));
  return order[0]!.ascending !== backwards ? sql`(${columns}) > (${values})` : sql`(${columns}) < (${values})`;
}

/** Equal in the first n terms and beyond in the next, for some n. */
function anyBeyond(
  order: readonly OrderTerm[],
  edge: readonly (string | null)[],
  backwards: boolean,
): RawBuilder<unknown> {
  const alternatives = order.map((term, n) => {
    const equal = order.slice(0, n).map((_, i) => isAt(order, edge, i));
    return sql`(${sql.join([...equal, termBeyond(term, edge[n]!, term.ascending !== backwards)], sql` and `)})`;
  });
  return sql.join(alternatives, sql` or `);
}

function isAt(order: readonly OrderTerm[], edge: readonly (string | null)[], n: number): RawBuilder<unknown> {
  const term = order[n]!;
  const value = edge[n]!;
  return value === null ? sql`${ordered(term)} is null` : sql`${ordered(term)} = ${cast(value, term.type)}`;
}

/** Whether PostgreSQL could not read a value as what it should be: class 22 of its errors. */
function isDataException(error: unknown): boolean {
  return sqlState(error)?.startsWith('22') ?? false;
}

/** Follows from the alternatives, but alone it says where in an index to begin, and in which partitions to look. */
function atOrBeyond(term: OrderTerm, edge: string | null, upwards: boolean): RawBuilder<unknown> {
  const { type, required } = term;
  const expression = ordered(term);
  if (edge === null) return upwards ? sql`${expression} is null` : sql`true`;
  const value = cast(edge, type);
  if (!upwards) return sql`${expression} <= ${value}`;
  return required ? sql`${expression} >= ${value}` : sql`(${expression} >= ${value} or ${expression} is null)`;
}

function termBeyond(term: OrderTerm, edge: string | null, upwards: boolean): RawBuilder<unknown> {
  const { type, required } = term;
  const expression = ordered(term);
  // Null is the greatest value, in both directions.
  if (edge === null) return upwards ? sql`false` : sql`${expression} is not null`;
  const value = cast(edge, type);
  if (!upwards) return sql`${expression} < ${value}`;
  return required ? sql`${expression} > ${value}` : sql`(${expression} > ${value} or ${expression} is null)`;
}

function cast(value: string | null, type: string): RawBuilder<unknown> {
  return sql`cast(${value} as ${sql.raw(type)})`;
}
