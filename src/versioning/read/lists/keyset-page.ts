import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { KeysetList } from './keyset-list.js';
import type { KeysetQuery } from './keyset-query.js';
import type { Page } from './page.js';
import { type Ask, asking } from '../statements/asking.js';

/**
 * Reads one page of one list.
 *
 * @throws DomainError BAD_USER_INPUT for an impossible page or a cursor of another list
 */
export async function readKeysetPage<T>(em: SqlEntityManager, query: KeysetQuery<T>): Promise<Page<T>> {
  return (await readKeysetPages(asking(em), new KeysetList(query)))();
}

/** Reads a page of each parent of a list, or its one page. */
export async function readKeysetPages<T>(ask: Ask, list: KeysetList<T>): Promise<(parent?: string) => Page<T>> {
  const rows = await ask(list.page()).catch((error: unknown) => {
    throw list.failure(error);
  });
  return list.pages(rows, async (question) => ask(list.asks(question)!));
}
