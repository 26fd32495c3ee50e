import { ConfirmDialog } from '../../components/confirm-dialog.js';
import { type Named, nameOf } from '../../model/shown-record.js';
import { texts } from '../../texts.js';

interface PurgeDialogProps {
  readonly records: readonly Named[];
  readonly onClose: () => void;
  readonly onConfirm: (reason: string | null) => Promise<void>;
}

/** Asks whether records shall be removed for good; what is typed must be what is meant. */
export function PurgeDialog({ records, onClose, onConfirm }: PurgeDialogProps) {
  const [first] = records;
  const name = records.length === 1 && first ? nameOf(first) : texts.list.count(records.length);
  return (
    <ConfirmDialog
      title={texts.trash.purgeTitle(name)}
      confirm={texts.trash.purgeConfirm}
      typed={name}
      isDangerous
      onClose={onClose}
      onConfirm={onConfirm}
    >
      <p>{texts.trash.purgeHint}</p>
    </ConfirmDialog>
  );
}
