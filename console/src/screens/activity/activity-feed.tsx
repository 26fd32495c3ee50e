import { useEffect } from 'preact/hooks';
import { Failure } from '../../components/failure.js';
import { type ActivityFilter, isFiltered } from '../../model/activity-filter.js';
import type { Actor } from '../../model/shown-record.js';
import { texts } from '../../texts.js';
import { FeedEntry } from './feed-entry.js';
import { useFeed } from './use-feed.js';
import { useSteadyPlace } from './use-steady-place.js';

interface ActivityFeedProps {
  readonly filter: ActivityFilter;
  /** Told of everybody who changed something. */
  readonly onMeet: (people: readonly Actor[]) => void;
}

/** The change sets that a filter finds. New ones come to stand above without moving what is being read. */
export function ActivityFeed({ filter, onMeet }: ActivityFeedProps) {
  const feed = useFeed(filter);
  const { entries, fresh, hasOlder, reading, pollError } = feed;
  const list = useSteadyPlace(entries);
  useEffect(() => onMeet((entries ?? []).flatMap(({ actor }) => actor ?? [])), [entries]);
  const showFresh = () => {
    feed.markRead();
    globalThis.scrollTo(0, 0);
  };
  return (
    <>
      <div class="fresh" role="status">
        {fresh.size > 0 && (
          <button type="button" onClick={showFresh}>
            ↑ {texts.activity.fresh(fresh.size)}
          </button>
        )}
        {pollError !== undefined && (
          <>
            <p class="quiet">{texts.activity.unreached}</p>
            <Failure error={pollError} />
          </>
        )}
      </div>
      <Failure error={reading.error} onRetry={entries ? feed.readOlder : feed.readFirst} />
      {!entries && reading.isBusy && <p class="waiting">{texts.loading}</p>}
      {entries?.length === 0 && (
        <p class="empty">{isFiltered(filter) ? texts.activity.nothingFound : texts.activity.empty}</p>
      )}
      <section class="timeline feed" aria-label={texts.activity.title}>
        <ol ref={list}>
          {entries?.map((entry) => (
            <FeedEntry key={entry.id} entry={entry} filter={filter} isFresh={fresh.has(entry.id)} />
          ))}
        </ol>
      </section>
      {hasOlder && (
        <button type="button" aria-disabled={reading.isBusy} onClick={feed.readOlder}>
          {texts.activity.older}
        </button>
      )}
      {entries && entries.length > 0 && !hasOlder && <p class="quiet small">{texts.activity.oldest}</p>}
    </>
  );
}
