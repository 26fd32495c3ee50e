import { useRef, useState } from 'preact/hooks';
import { change, restoreTogether } from '../../api/records.js';
import { role } from '../../api/session.js';
import type { Trashed } from '../../api/trash.js';
import { tell } from '../../app/notice.js';
import { useAction } from '../../components/use-action.js';
import { mayAdminister, mayWrite } from '../../model/rights.js';
import { texts } from '../../texts.js';
import { ConflictOrFailure } from '../conflict/conflict-or-failure.js';
import { PurgeDialog } from './purge-dialog.js';

interface SelectionActionsProps {
  readonly chosen: readonly Trashed[];
  /** Of the page: others of a deletion are looked for among them. */
  readonly all: readonly Trashed[];
  readonly onChange: () => void;
}

/** What can be done with several records of the trash: one after the other, or all of one deletion in one transaction. */
export function SelectionActions({ chosen, all, onChange }: SelectionActionsProps) {
  const [done, setDone] = useState<number | null>(null);
  const [isPurging, setPurging] = useState(false);
  const isStopped = useRef(false);
  const { isBusy, error, run } = useAction();
  if (chosen.length === 0 && error === undefined) return null;
  const mayRestore = chosen.length > 0 && chosen.every(({ type }) => mayWrite(role.value, type));
  const deletion = oneDeletion(chosen, all);

  const restoreEach = async () => {
    isStopped.current = false;
    try {
      for (const [n, { type, record }] of chosen.entries()) {
        if (isStopped.current) break;
        setDone(n);
        await change('restore', type, { id: record.id, expectedVersion: record.version });
      }
      tell(<p>{texts.trash.restored(chosen.length)}</p>);
    } finally {
      setDone(null);
      onChange();
    }
  };
  const restoreDeletion = async () => {
    const records = deletion.map(({ type, record }) => ({ type, id: record.id, version: record.version }));
    await restoreTogether(records, null);
    tell(<p>{texts.trash.restored(records.length)}</p>);
    onChange();
  };
  return (
    <div class="selection">
      {done === null ? (
        <p class="actions">
          <button type="button" class="primary" disabled={!mayRestore || isBusy} onClick={() => run(restoreEach)}>
            {texts.trash.restoreSelected(chosen.length)}
          </button>
          {deletion.length > 1 && mayRestore && (
            <button type="button" disabled={isBusy} onClick={() => run(restoreDeletion)}>
              {texts.trash.restoreDeletion(deletion.length)}
            </button>
          )}
          {mayAdminister(role.value) && chosen.length > 0 && (
            <button type="button" onClick={() => setPurging(true)}>
              {texts.trash.purgeSelected(chosen.length)}
            </button>
          )}
        </p>
      ) : (
        <p class="actions" role="status">
          <progress value={done} max={chosen.length} aria-label={texts.trash.restore} />
          {texts.trash.progress(done, chosen.length)}
          <button type="button" onClick={() => (isStopped.current = true)}>
            {texts.trash.stop}
          </button>
        </p>
      )}
      <ConflictOrFailure error={error} />
      {isPurging && (
        <PurgeDialog
          records={chosen}
          onClose={() => setPurging(false)}
          onPurged={() => {
            setPurging(false);
            onChange();
          }}
        />
      )}
    </div>
  );
}

/** All records of the page that the same transaction deleted as what is chosen; none where that was several. */
function oneDeletion(chosen: readonly Trashed[], all: readonly Trashed[]): readonly Trashed[] {
  const ids = new Set(chosen.map(({ deletion }) => deletion?.id));
  const [id] = ids;
  return ids.size === 1 && id !== undefined ? all.filter(({ deletion }) => deletion?.id === id) : [];
}
