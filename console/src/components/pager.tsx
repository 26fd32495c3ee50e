import type { Page } from '../api/records.js';
import { texts } from '../texts.js';

interface PagerProps {
  /** How many there are is not said where that is not known. */
  readonly page: Pick<Page<unknown>, 'pageInfo'> & { readonly totalCount?: number | undefined };
  /** How many, in words. */
  readonly counted?: (count: number) => string;
  readonly onAfter: (cursor: string) => void;
  readonly onBefore: (cursor: string) => void;
}

/** Turns pages by cursor, so that nothing is told twice or left out when something is added meanwhile. */
export function Pager({ page: { pageInfo, totalCount }, counted = texts.list.count, onAfter, onBefore }: PagerProps) {
  const { hasNextPage, hasPreviousPage, startCursor, endCursor } = pageInfo;
  return (
    <nav class="pager" aria-label={texts.list.pages}>
      <span class="quiet">{totalCount !== undefined && counted(totalCount)}</span>
      <button type="button" disabled={!hasPreviousPage} onClick={() => startCursor !== null && onBefore(startCursor)}>
        ← {texts.list.previous}
      </button>
      <button type="button" disabled={!hasNextPage} onClick={() => endCursor !== null && onAfter(endCursor)}>
        {texts.list.next} →
      </button>
    </nav>
  );
}
