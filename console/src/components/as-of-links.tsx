import { Link } from './link.js';
import { localTime } from '../model/instant.js';
import { texts } from '../texts.js';

interface AsOfLinksProps {
  readonly changeSet: string;
  readonly recordedAt: string;
  readonly to: readonly string[];
  readonly parameters?: URLSearchParams;
}

/** The ways to a place as it was just before a change, and right after it. */
export function AsOfLinks({ changeSet, recordedAt, to, parameters }: AsOfLinksProps) {
  const place = { to, ...(parameters && { parameters }) };
  const when = localTime(recordedAt);
  return (
    <span class="as-of-links small">
      <Link {...place} at={{ before: changeSet }} title={`${texts.time.before} ${when}`}>
        {texts.time.justBefore}
      </Link>{' '}
      ·{' '}
      <Link {...place} at={{ changeSet }} title={`${texts.time.after} ${when}`}>
        {texts.time.rightAfter}
      </Link>
    </span>
  );
}
