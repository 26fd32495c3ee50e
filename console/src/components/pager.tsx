import type { Page } from '../api/records.js';
import { texts } from '../texts.js';

interface PagerProps {
  readonly page: Page<unknown>;
  readonly onAfter: (cursor: string) => void;
  readonly onBefore: (cursor: string) => void;
}

/** Turns pages by cursor, so that nothing is told twice or left out when something is added meanwhile. */
export function Pager({ page: { pageInfo, totalCount }, onAfter, onBefore }: PagerProps) {
  const { hasNextPage, hasPreviousPage, startCursor, endCursor } = pageInfo;
  return (
    <nav class="pager" aria-label={texts.list.count(totalCount)}>
      <span class="quiet">{texts.list.count(totalCount)}</span>
      <button type="button" disabled={!hasPreviousPage} onClick={() => startCursor !== null && onBefore(startCursor)}>
        ← {texts.list.previous}
      </button>
      <button type="button" disabled={!hasNextPage} onClick={() => endCursor !== null && onAfter(endCursor)}>
        {texts.list.next} →
      </button>
    </nav>
  );
}
