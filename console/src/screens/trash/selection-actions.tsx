import { useState } from 'preact/hooks';
import { change, restoreTogether } from '../../api/records.js';
import { role } from '../../api/session.js';
import { readDeletion, type Trashed } from '../../api/trash.js';
import { tell } from '../../app/notice.js';
import { Progress } from '../../components/progress.js';
import { useAction } from '../../components/use-action.js';
import { type SeriesProgress, useSeries } from '../../components/use-series.js';
import { mayAdminister } from '../../model/rights.js';
import { sharedDeletion } from '../../model/shared-deletion.js';
import { mostTogether, partsOf } from '../../model/whole-deletion.js';
import { texts } from '../../texts.js';
import { ConflictOrFailure } from '../conflict/conflict-or-failure.js';
import { PurgeDialog } from './purge-dialog.js';

interface SelectionActionsProps {
  readonly chosen: readonly Trashed[];
  /** Of the page: where others of a deletion are seen. */
  readonly all: readonly Trashed[];
  readonly onChange: () => void;
}

/** What can be done with several records of the trash: one after the other, or all of one deletion, together as far as one transaction has room. */
export function SelectionActions({ chosen, all, onChange }: SelectionActionsProps) {
  const [isPurging, setPurging] = useState(false);
  const [work, setWork] = useState('');
  const { progress, error: failed, run: runSeries, stop } = useSeries();
  const { isBusy, error, run } = useAction();
  if (chosen.length === 0 && error === undefined && failed === undefined) return null;
  const deletion = sharedDeletion(chosen, all);

  const ended = (told: (count: number) => string) => (end: SeriesProgress) => {
    const stopped = end.done < end.all ? ` ${texts.trash.stopped(end.done, end.all)}` : '';
    tell(<p>{`${end.done > 0 ? told(end.done) : ''}${stopped}`}</p>);
    onChange();
  };
  /** In the order of the list, latest deletion first: an owner comes back before children that were deleted by themselves. */
  const restoreEach = () => {
    setWork(texts.trash.restore);
    const restore = ([{ type, record }]: readonly [Trashed]) =>
      change('restore', type, { id: record.id, expectedVersion: record.version });
    runSeries(eachOf(chosen), restore, ended(texts.trash.restored));
  };
  /** In the other order: purging an owner first would purge its children too, which would then not be found. */
  const purgeEach = async (reason: string | null) => {
    setPurging(false);
    setWork(texts.record.purge);
    const purge = ([{ type, record }]: readonly [Trashed]) =>
      change('purge', type, { id: record.id, expectedVersion: record.version, reason });
    runSeries(eachOf(chosen.toReversed()), purge, ended(texts.trash.purged));
  };
  const restoreDeletion = async (id: string, known: Trashed) => {
    const whole = await readDeletion(id, known);
    if (whole.length === 0) {
      tell(<p>{texts.trash.deletionGone}</p>);
      return onChange();
    }
    const records = whole.map(({ type, record }) => ({ type, id: record.id, version: record.version }));
    setWork(texts.trash.restore);
    const restore = (part: typeof records) => restoreTogether(part, null);
    runSeries(partsOf(records, mostTogether), restore, ended(texts.trash.restored));
  };
  return (
    <div class="selection">
      {progress && <Progress label={work} done={progress.done} all={progress.all} onStop={stop} />}
      {!progress && chosen.length > 0 && (
        <p class="actions">
          <button type="button" class="primary" disabled={isBusy} onClick={restoreEach}>
            {texts.trash.restoreSelected(chosen.length)}
          </button>
          {deletion !== undefined && (
            <button type="button" disabled={isBusy} onClick={() => run(() => restoreDeletion(deletion, chosen[0]!))}>
              {texts.trash.restoreDeletion}
            </button>
          )}
          {mayAdminister(role.value) && (
            <button type="button" disabled={isBusy} onClick={() => setPurging(true)}>
              {texts.trash.purgeSelected(chosen.length)}
            </button>
          )}
        </p>
      )}
      <ConflictOrFailure error={error ?? failed} />
      {isPurging && (
        <PurgeDialog
          records={chosen.map(({ record }) => record)}
          onClose={() => setPurging(false)}
          onConfirm={purgeEach}
        />
      )}
    </div>
  );
}

function eachOf(items: readonly Trashed[]): (readonly [Trashed])[] {
  return items.map((item) => [item]);
}
