import type { ListQuestion } from '../../read/lists/keyset-list.js';
import type { Page, PageItem } from '../../read/lists/page.js';

/** What is known of an item that has been read twice. */
export type Join<T> = (one: T, other: T) => T;

/** A page as a statement has read it, and whether that was asked more of its list. */
interface ReadPage<T> {
  readonly page: Page<T>;
  readonly isAsked: (question: ListQuestion) => boolean;
}

/**
 * A page that has been read ahead. Several fields can ask for the same one, each by a statement of its own: what one of these
 * was not asked, another may have been.
 */
export class PageAhead<T> implements Page<T> {
  readonly #read: ReadPage<T>[];
  #items: readonly PageItem<T>[];

  /** @param isAsked whether there is an answer to a question, once all has been read */
  constructor(page: Page<T>, isAsked: (question: ListQuestion) => boolean) {
    this.#read = [{ page, isAsked }];
    this.#items = page.items;
  }

  get items(): readonly PageItem<T>[] {
    return this.#items;
  }

  hasNextPage(): Promise<boolean> {
    return this.#asked('behind').hasNextPage();
  }

  hasPreviousPage(): Promise<boolean> {
    return this.#asked('before').hasPreviousPage();
  }

  totalCount(): Promise<number> {
    return this.#asked('count').totalCount();
  }

  /** Takes the same page as another statement of the same snapshot has read it. */
  add(other: PageAhead<T>, join: Join<T>): void {
    if (this.#read.some(({ page }) => page === other.#read[0]!.page)) return;
    this.#read.push(...other.#read);
    this.#items = this.#items.map((one, place) => ({
      item: join(one.item, other.#items[place]!.item),
      get cursor() {
        return one.cursor;
      },
    }));
  }

  #asked(question: ListQuestion): Page<T> {
    return (this.#read.find(({ isAsked }) => isAsked(question)) ?? this.#read[0]!).page;
  }
}
