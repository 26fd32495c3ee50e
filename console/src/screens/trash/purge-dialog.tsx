import { change } from '../../api/records.js';
import { tell } from '../../app/notice.js';
import { ConfirmDialog } from '../../components/confirm-dialog.js';
import type { EntityType } from '../../model/catalogue.js';
import { type Named, nameOf } from '../../model/shown-record.js';
import { texts } from '../../texts.js';

interface PurgeDialogProps {
  readonly records: readonly { readonly type: EntityType; readonly record: Named & { readonly version: number } }[];
  readonly onClose: () => void;
  readonly onPurged: () => void;
}

/** Removes records for good; what is typed must be what is meant. */
export function PurgeDialog({ records, onClose, onPurged }: PurgeDialogProps) {
  const [first] = records;
  const name = records.length === 1 && first ? nameOf(first.record) : texts.list.count(records.length);
  return (
    <ConfirmDialog
      title={texts.trash.purgeTitle(name)}
      confirm={texts.trash.purgeConfirm}
      typed={name}
      isDangerous
      onClose={onClose}
      onConfirm={async (reason) => {
        for (const { type, record } of records) {
          await change('purge', type, { id: record.id, expectedVersion: record.version, reason });
        }
        tell(<p>{texts.trash.purged}</p>);
        onPurged();
      }}
    >
      <p>{texts.trash.purgeHint}</p>
    </ConfirmDialog>
  );
}
