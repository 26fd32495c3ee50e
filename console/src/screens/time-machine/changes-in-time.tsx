import { useMemo } from 'preact/hooks';
import { countChanges } from '../../api/changes-in-time.js';
import { Failure } from '../../components/failure.js';
import { useLoaded } from '../../components/use-loaded.js';
import { partName, partsOf, type Span } from '../../model/change-plot.js';
import { texts } from '../../texts.js';
import { ChangePlot } from './change-plot.js';
import { ChangeTable } from './change-table.js';
import { useShownMoment } from './use-shown-moment.js';

interface ChangesInTimeProps {
  readonly span: Span;
  readonly onNarrow: (part: Span) => void;
}

/** How much was changed when: a plot, and the same as a table. */
export function ChangesInTime({ span, onNarrow }: ChangesInTimeProps) {
  const moment = useShownMoment();
  const parts = useMemo(() => partsOf(span), [span.from, span.to]);
  const { value, error, isLoading, reload } = useLoaded(
    (signal) => countChanges(parts, signal).then((counts) => ({ parts, counts })),
    [span.from, span.to],
  );
  if (error !== undefined) return <Failure error={error} onRetry={reload} />;
  if (!value) return <p class="waiting">{texts.loading}</p>;
  const columns = value.parts.map((part, n) => ({ ...part, count: value.counts[n]!, name: partName(span, part) }));
  const total = texts.time.changes(value.counts.reduce((sum, count) => sum + count, 0));
  return (
    <div aria-busy={isLoading}>
      <p class="small">{texts.time.total(total, columns[0]!.name, columns.at(-1)!.name)}</p>
      <ChangePlot columns={columns} moment={moment} onNarrow={onNarrow} />
      <p class="hint">{texts.time.byCommit}</p>
      <details class="small">
        <summary>{texts.time.table}</summary>
        <ChangeTable columns={columns} onNarrow={onNarrow} />
      </details>
    </div>
  );
}
