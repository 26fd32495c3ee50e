import { type RawBuilder, sql } from 'kysely';
import { badCursor, encodeCursor } from './cursor.js';
import { sqlState } from '../../errors/driver-error.js';
import { handedRows } from '../statements/handed-down.js';
import { edgeOf } from './edge-of.js';
import { type Instant, scopeOf } from '../instants/instant.js';
import { beyond, directionOf, type Edge, isAt, orderBy } from './keyset-order.js';
import type { KeysetQuery } from './keyset-query.js';
import { type Between, type Parts, union } from './list-parts.js';
import { type Page, type PageItem, pageSize } from './page.js';
import type { Binding } from '../statements/parameter.js';
import type { RawRow } from '../statements/read-statement.js';
import { type Instants, instantsOfRows, statementAt } from '../instants/statement-at.js';

/** What may be asked of a list besides its page: how long it is, and whether it goes on behind the page or before it. */
export type ListQuestion = 'count' | 'behind' | 'before';

/**
 * The statements that read a list page by page, by the values at a page's edge instead of by an offset, so that concurrent
 * inserts neither repeat nor skip rows: https://use-the-index-luke.com/no-offset. The lists of many parents are read by one
 * statement, a page of each.
 */
export class KeysetList<T> {
  readonly #query: KeysetQuery<T>;
  readonly #size: number;
  readonly #backwards: boolean;
  readonly #scopeAt: (instant: Instant | null) => string;
  readonly #start: Edge | null;
  readonly #end: Edge | null;
  readonly #parts: Parts | null;

  /** @throws DomainError BAD_USER_INPUT for an impossible page or a cursor of another list */
  constructor(query: KeysetQuery<T>) {
    this.#query = query;
    const { page, order, from } = query;
    const { size, backwards } = pageSize(page);
    const named = `${query.scope}:${order.map(directionOf).join()}`;
    const scopeAt = (instant: Instant | null) => `${named}${scopeOf(instant)}`;
    const terms = order.length + (typeof from === 'function' ? 1 : 0);
    const of = { named, scopeAt, instants: this.instants, terms, isKept: this.#isKept };
    const [start, end] = (['after', 'before'] as const).map((argument) =>
      page[argument] == null ? null : edgeOf(page[argument], { ...of, argument }),
    ) as [Edge | null, Edge | null];
    this.#size = size;
    this.#backwards = backwards;
    this.#scopeAt = scopeAt;
    this.#start = start;
    this.#end = end;
    this.#parts = typeof from === 'function' ? from(start ?? end, backwards) : 'parts' in from ? from : null;
  }

  /** As of which it is read; null is the present. */
  get instants(): Instants | null {
    return this.#query.instants ?? null;
  }

  /** The rows of the page, and one more where the list goes on. */
  page(): RawBuilder<RawRow> {
    const { select, whole, withoutCursors = false } = this.#query;
    // No column of an entity is named with a dollar sign, here and in the other readers.
    const edges = this.#edgeTerms().map((term, n) => sql`${term}::text as ${sql.id(`$edge${n}`)}`);
    const columns = sql.join(withoutCursors ? [select] : [select, ...edges]);
    const limit = this.#size + 1;
    const rows = whole
      ? sql<RawRow>`select ${columns} from ${whole(sql`(${this.#rows(sql`t.*`, limit)})`)} t order by ${this.#order()}`
      : this.#rows(columns, limit);
    const { parents } = this.#query;
    // A nested loop keeps the rows of each parent in their order, and with a limit for each there is no other way.
    const numbered = sql`select r.*, row_number() over () as "$n" from (${rows}) r`;
    return this.#statement(
      parents ? sql`select parent.id as "$parent", page.* from ${parents} cross join lateral (${numbered}) page` : rows,
    );
  }

  /** SQL: of the rows of {@link page} those that stand on their page, where it hands values down. */
  get shown(): RawBuilder<unknown> {
    const where = this.#query.parents ? sql`where "$n" <= ${this.#size}` : sql`limit ${this.#size}`;
    return sql`(select * from ${handedRows} ${where})`;
  }

  /**
   * The statement that answers a question.
   *
   * @returns undefined where the page tells: it ends, or begins, with the list
   */
  asks(question: ListQuestion): RawBuilder<RawRow> | undefined {
    const asked = question === 'count' ? this.#count() : this.#reach(question === 'before');
    return asked && this.#statement(asked);
  }

  /**
   * The pages, by parent.
   *
   * @param rows what {@link page} has given
   * @param answer asked when a page is asked, once for all parents
   * @param binding of the execution; absent: there are no parameters in it
   */
  pages(
    rows: readonly RawRow[],
    answer: (question: ListQuestion) => Promise<readonly RawRow[]>,
    binding?: Binding,
  ): (parent?: string) => Page<T> {
    const ofParents = Map.groupBy(rows, (row) => row['$parent']);
    const answers = new Map<ListQuestion, Promise<ReadonlyMap<unknown, RawRow>>>();
    const answered = async (question: ListQuestion, parent?: string) => {
      const known = answers.get(question) ?? answer(question).then(byParent);
      answers.set(question, known);
      return (await known).get(parent);
    };
    const reaches = async (question: ListQuestion, parent?: string) =>
      (await answered(question, parent))?.['found'] === true;
    const pages = new Map<string | undefined, Page<T>>();
    const { toItem } = this.#query;
    const instantOf = instantsOfRows(this.instants, binding);
    const cursorOf = (row: RawRow) => this.#cursorOf(row, instantOf(row));
    const pageOf = (parent?: string): Page<T> => {
      const found = ofParents.get(parent) ?? [];
      const shown = found.slice(0, this.#size);
      const more = found.length > shown.length;
      if (this.#backwards) shown.reverse();
      return {
        items: shown.map((row) => new KeysetItem(toItem(row, instantOf(row)), row, cursorOf)),
        hasNextPage: async () => (more && !this.#backwards) || (this.#end !== null && reaches('behind', parent)),
        hasPreviousPage: async () => (more && this.#backwards) || (this.#start !== null && reaches('before', parent)),
        totalCount: async () => Number((await answered('count', parent))?.['count'] ?? 0),
      };
    };
    return (parent) => {
      const page = pages.get(parent) ?? pageOf(parent);
      pages.set(parent, page);
      return page;
    };
  }

  /** What a failure to read the page means: values of a cursor that PostgreSQL cannot read are none of this list. */
  failure(error: unknown): unknown {
    const hasEdge = this.#start !== null || this.#end !== null;
    // Class 22: a value is not what it should be.
    return hasEdge && sqlState(error)?.startsWith('22') ? badCursor(this.#start ? 'after' : 'before', error) : error;
  }

  /** Whether its statement is planned once. Those of the past take long to plan. */
  get #isKept(): boolean {
    return Boolean(this.instants ?? this.#query.isSteady);
  }

  #statement(statement: RawBuilder<RawRow>): RawBuilder<RawRow> {
    return statementAt(this.instants, statement);
  }

  #rows(columns: RawBuilder<unknown>, limit: number): RawBuilder<RawRow> {
    const { where, order } = this.#query;
    const edges = [
      ...(this.#start ? [beyond(order, this.#start, false)] : []),
      ...(this.#end ? [beyond(order, this.#end, true)] : []),
    ];
    // PostgreSQL keeps a plan only where it knows how few rows it is for.
    const most = sql`${this.#isKept ? sql.lit(limit) : limit}`;
    const first = sql`order by ${this.#order()} limit ${most}`;
    const conditions = whereAll([...where, ...edges]);
    if (!this.#parts) return sql<RawRow>`select ${columns} from ${this.#from()} ${conditions} ${first}`;
    const [{ alias, parts }, between] = [this.#parts, { start: this.#start, end: this.#end }];
    const each = parts.map(({ rows, comes }) => {
      const firstOfIt = comes
        ? sql`order by ${orderBy(comes, this.#backwards)} fetch first (${most}) rows with ties`
        : first;
      return sql`(select * from (${rows(between)}) ${sql.id(alias)} ${conditions} ${firstOfIt})`;
    });
    return sql<RawRow>`select ${columns} from ${union(this.#parts, each)} ${first}`;
  }

  /** SQL: what is listed, and perhaps more that is not between the edges. */
  #from(between: Between = {}): RawBuilder<unknown> {
    if (!this.#parts) return this.#query.from as RawBuilder<unknown>;
    return union(
      this.#parts,
      this.#parts.parts.map(({ rows }) => rows(between)),
    );
  }

  #order(): RawBuilder<unknown> {
    return sql.join(this.#query.order.map((term) => orderBy(term, this.#backwards)));
  }

  /** SQL: the values that a cursor holds. */
  #edgeTerms(): readonly RawBuilder<unknown>[] {
    const ordered = this.#query.order.map(({ expression }) => expression);
    return this.#parts?.carried ? [...ordered, this.#parts.carried] : ordered;
  }

  #count(): RawBuilder<RawRow> {
    const { where, counted, parents } = this.#query;
    const all = counted ?? sql`${this.#from()} ${whereAll(where)}`;
    const count = sql<RawRow>`select count(*) as count from ${all}`;
    return parents ? sql`select parent.id as "$parent", (${count}) as count from ${parents}` : count;
  }

  /** Whether the list has something at an edge of the page that was asked for, or beyond. */
  #reach(backwards: boolean): RawBuilder<RawRow> | undefined {
    const { where, order, parents } = this.#query;
    const edge = backwards ? this.#start : this.#end;
    if (!edge) return undefined;
    const at = sql.join(
      order.map((_, n) => isAt(order, edge, n)),
      sql` and `,
    );
    // Apart, since an OR around the conditions that an index answers is none.
    const [exactly, further] = [
      [at, { start: edge, end: edge }] as const,
      [beyond(order, edge, backwards), backwards ? { end: edge } : { start: edge }] as const,
    ].map(
      ([condition, between]) => sql`exists (select from ${this.#from(between)} ${whereAll([...where, condition])})`,
    );
    const found = sql`${exactly} or ${further} as found`;
    return parents ? sql`select parent.id as "$parent", ${found} from ${parents}` : sql`select ${found}`;
  }

  #cursorOf(row: RawRow, instant: Instant | null): string {
    const { withoutCursors = false } = this.#query;
    if (withoutCursors) throw new Error('This list was read without cursors.');
    const edge = this.#edgeTerms().map((_, n) => row[`$edge${n}`] as string | null);
    return encodeCursor(this.#scopeAt(instant), edge);
  }
}

class KeysetItem<T> implements PageItem<T> {
  constructor(
    readonly item: T,
    private readonly row: RawRow,
    private readonly cursorOf: (row: RawRow) => string,
  ) {}

  get cursor(): string {
    return this.cursorOf(this.row);
  }
}

function byParent(rows: readonly RawRow[]): ReadonlyMap<unknown, RawRow> {
  return new Map(rows.map((row) => [row['$parent'], row]));
}

function whereAll(conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return conditions.length === 0 ? sql`` : sql`where ${sql.join(conditions, sql` and `)}`;
}
