import type { Connection, PageVariables } from './connection.js';
import { smallerSize } from './smaller-size.js';

/** The largest page the server gives. */
const largestPage = 100;

/**
 * Walks through a connection, page after page: forward in pages of `first`, or, where `last` is given, backward from
 * the end. A connection that is null has no items. Pages that are too large for the server's limits are asked for
 * again, smaller.
 *
 * @param page fetches one page
 * @throws TypeError where the document does not select what turning pages needs
 */
export async function* paginate<TNode>(
  variables: PageVariables,
  page: (variables: PageVariables) => Promise<Connection<TNode> | null | undefined>,
): AsyncGenerator<TNode, void, undefined> {
  const backward = variables.last != null;
  let position: PageVariables = backward ? variables : { ...variables, first: variables.first ?? largestPage };
  for (;;) {
    const connection = await page(position).catch((error: unknown) => {
      const smaller = smallerPage(position, error);
      if (!smaller) throw error;
      position = { ...position, ...smaller };
      return 'too large' as const;
    });
    if (connection === 'too large') continue;
    if (!connection) return;
    yield* backward ? connection.nodes.toReversed() : connection.nodes;
    const next = backward ? previousPage(connection) : nextPage(connection);
    if (!next) return;
    position = { ...position, ...next };
  }
}

/** The limits that fewer items keep: how much an operation may cost, and how long its answer may be. */
const limitsOfSize: ReadonlySet<string> = new Set(['cost', 'bytes']);

function smallerPage({ first, last }: PageVariables, error: unknown): PageVariables | undefined {
  const fewer = smallerSize(last ?? first ?? 1, error, limitsOfSize);
  if (fewer === undefined) return undefined;
  return last != null ? { last: fewer } : { first: fewer };
}

function nextPage({ pageInfo: { hasNextPage, endCursor } }: Connection<unknown>): PageVariables | undefined {
  if (hasNextPage === undefined || endCursor === undefined) throw notSelected('hasNextPage endCursor', 'forward');
  return hasNextPage && endCursor !== null ? { after: endCursor } : undefined;
}

function previousPage({ pageInfo: { hasPreviousPage, startCursor } }: Connection<unknown>): PageVariables | undefined {
  if (hasPreviousPage === undefined || startCursor === undefined) {
    throw notSelected('hasPreviousPage startCursor', 'backward');
  }
  return hasPreviousPage && startCursor !== null ? { before: startCursor } : undefined;
}

function notSelected(fields: string, direction: string): TypeError {
  return new TypeError(`To turn pages ${direction}, the document must select pageInfo { ${fields} }.`);
}
