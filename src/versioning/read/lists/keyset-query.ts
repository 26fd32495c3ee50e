import type { RawBuilder } from 'kysely';
import type { Instant } from '../instants/instant.js';
import type { Edge, OrderTerm } from './keyset-order.js';
import type { Parts } from './list-parts.js';
import type { PageRequest } from './page.js';
import type { RawRow } from '../statements/read-statement.js';
import type { Instants } from '../instants/statement-at.js';

/** A list that is read page by page, and which page. */
export interface KeysetQuery<T> {
  /** Names the list in its cursors; the order's directions and collations are added, and its instant. */
  readonly scope: string;
  readonly select: RawBuilder<unknown>;
  /** A `from` clause, without the word; or the parts of the list, which may depend on where its page was cut first, and from which end. */
  readonly from: RawBuilder<unknown> | Parts | ((edge: Edge | null, backwards: boolean) => Parts);
  readonly where: readonly RawBuilder<unknown>[];
  readonly order: readonly OrderTerm[];
  /** SQL: rows of `from` with all that is selected, where it has less than that and making the rest costs much. */
  readonly whole?: (rows: RawBuilder<unknown>) => RawBuilder<unknown>;
  /** A `from` clause of as many rows as are listed, where these are counted otherwise than they are listed. */
  readonly counted?: RawBuilder<unknown>;
  /**
   * SQL for the ids of those who have a list each, of which a page is read; `from` and `where` call one `parent.id`.
   * Absent: there is one list.
   */
  readonly parents?: RawBuilder<unknown>;
  /** Whether nobody asks for the cursors. */
  readonly withoutCursors?: boolean;
  /** Whether one plan suits all pages: no condition compares with a value that is rare or frequent as a client chooses it. */
  readonly isSteady?: boolean;
  /** As of which it is read; absent or null: the present. */
  readonly instants?: Instants | null;
  readonly page: PageRequest;
  /** @param instant as of which the row has been read */
  readonly toItem: (row: RawRow, instant: Instant | null) => T;
}
