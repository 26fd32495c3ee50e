import type { ComponentChildren } from 'preact';
import type { Page } from '../api/records.js';
import { texts } from '../texts.js';
import { Link } from './link.js';

interface EmptyPageProps {
  readonly page: Page<unknown>;
  /** Where the list begins. */
  readonly first: readonly string[];
  readonly parameters: URLSearchParams;
  /** What is said of a list that has nothing at all. */
  readonly children: ComponentChildren;
}

/** A page without items: of a list that has none, or one whose items have gone since, and then the way to the others. */
export function EmptyPage({ page: { totalCount }, first, parameters, children }: EmptyPageProps) {
  if (totalCount === 0) return <p class="empty">{children}</p>;
  return (
    <p class="empty">
      {texts.list.pageGone}{' '}
      <Link to={first} parameters={parameters}>
        {texts.list.firstPage}
      </Link>
    </p>
  );
}
