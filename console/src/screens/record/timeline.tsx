import { useState } from 'preact/hooks';
import { readTimeline } from '../../api/history.js';
import { goTo } from '../../app/route.js';
import { Failure } from '../../components/failure.js';
import { useAction } from '../../components/use-action.js';
import { useLoaded } from '../../components/use-loaded.js';
import type { EntityType } from '../../model/catalogue.js';
import type { ShownRecord } from '../../model/shown-record.js';
import { groupByChangeSet, type TimelineVersion } from '../../model/timeline.js';
import { texts } from '../../texts.js';
import { TimelineEntry } from './timeline-entry.js';

/** The versions of a record, newest first, by what made them; any two can be compared. */
export function Timeline({ type, record }: { readonly type: EntityType; readonly record: ShownRecord }) {
  const {
    value: first,
    error,
    reload,
  } = useLoaded((signal) => readTimeline(type, record.id, null, signal), [record.id]);
  const [older, setOlder] = useState<readonly TimelineVersion[]>([]);
  const [cursor, setCursor] = useState<string | null | undefined>(undefined);
  const more = useAction();
  const [from, setFrom] = useState<number>(Math.max(1, record.version - 1));
  const [to, setTo] = useState<number>(record.version);

  const next = cursor === undefined ? (first?.pageInfo.hasNextPage ? first.pageInfo.endCursor : null) : cursor;
  const groups = groupByChangeSet([...(first?.nodes ?? []), ...older]);
  const readMore = async () => {
    const page = await readTimeline(type, record.id, next ?? null);
    if (!page) return;
    setOlder([...older, ...page.nodes]);
    setCursor(page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null);
  };
  return (
    <section class="timeline" aria-label={texts.record.timeline}>
      <header class="screen-head">
        <h2>
          {texts.record.timeline} {first && <span class="count">{first.totalCount}</span>}
        </h2>
        <button
          type="button"
          disabled={from === to}
          title={texts.record.compareHint}
          onClick={() => goTo(['records', type.plural, record.id, 'compare', from, to])}
        >
          {texts.record.compareWith} {from} : {to}
        </button>
      </header>
      <Failure error={error} onRetry={reload} />
      <ol>
        {groups.map(({ changeSet, versions }) => (
          <TimelineEntry
            key={changeSet.id}
            type={type}
            record={record}
            changeSet={changeSet}
            versions={versions}
            compared={{ from, to }}
            onFrom={setFrom}
            onTo={setTo}
          />
        ))}
      </ol>
      <Failure error={more.error} onRetry={() => more.run(readMore)} />
      {next !== null && first && (
        <button type="button" aria-disabled={more.isBusy} onClick={() => more.run(readMore)}>
          {texts.record.more}
        </button>
      )}
    </section>
  );
}
