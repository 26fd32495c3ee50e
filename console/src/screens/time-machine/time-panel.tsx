import { useState } from 'preact/hooks';
import { readFirstChange } from '../../api/changes-in-time.js';
import { showInstant } from '../../app/route.js';
import { Failure } from '../../components/failure.js';
import { useLoaded } from '../../components/use-loaded.js';
import type { Span } from '../../model/change-plot.js';
import { texts } from '../../texts.js';
import { ChangeList } from './change-list.js';
import { ChangesInTime } from './changes-in-time.js';
import { MomentForm } from './moment-form.js';

/** The ways to the past: a moment, or a place among all that was changed. */
export function TimePanel() {
  const { value: first, error, reload } = useLoaded(readFirstChange, []);
  // What somebody has gone into, the widest first; where there is none, all time is shown.
  const [spans, setSpans] = useState<readonly Span[]>([]);
  const [now] = useState(() => Date.now());
  const span = spans.at(-1) ?? (first == null ? undefined : { from: Date.parse(first), to: now + 1000 });
  return (
    <>
      <MomentForm />
      <Failure error={error} onRetry={reload} />
      {first === null && <p class="empty">{texts.time.nothingYet}</p>}
      {span && (
        <>
          <ChangesInTime span={span} onNarrow={(part) => setSpans([...spans, part])} />
          <p class="actions">
            <button type="button" disabled={spans.length === 0} onClick={() => setSpans([])}>
              {texts.time.whole}
            </button>
            <button type="button" disabled={spans.length === 0} onClick={() => setSpans(spans.slice(0, -1))}>
              {texts.time.wider}
            </button>
            <button
              type="button"
              disabled={span.to > now}
              onClick={() => showInstant({ at: new Date(span.to).toISOString() })}
            >
              {texts.time.toEnd}
            </button>
          </p>
          <ChangeList key={`${span.from} ${span.to}`} span={span} />
        </>
      )}
    </>
  );
}
