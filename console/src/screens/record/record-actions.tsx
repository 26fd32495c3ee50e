import { useState } from 'preact/hooks';
import { types } from '../../api/catalogue.js';
import { change } from '../../api/records.js';
import { role } from '../../api/session.js';
import { ConfirmDialog } from '../../components/confirm-dialog.js';
import { Link } from '../../components/link.js';
import type { EntityType } from '../../model/catalogue.js';
import { mayWrite } from '../../model/rights.js';
import { labelOf, type ShownRecord } from '../../model/shown-record.js';
import { texts } from '../../texts.js';
import { RestoreDialog } from '../trash/restore-dialog.js';

interface RecordActionsProps {
  readonly type: EntityType;
  readonly record: ShownRecord;
  readonly onChange: () => void;
}

/** What can be done with a record by who is signed in. */
export function RecordActions({ type, record, onChange }: RecordActionsProps) {
  const [isAsking, setAsking] = useState(false);
  if (!mayWrite(role.value, type)) return null;
  const { id, version, deletedAt } = record;
  const label = labelOf(types().labelOf(type), record);
  if (deletedAt !== null) {
    return (
      <div class="actions">
        <button type="button" class="primary" onClick={() => setAsking(true)}>
          {texts.trash.restore}
        </button>
        {isAsking && (
          <RestoreDialog
            type={type}
            record={{ id, version, label, deletedAt }}
            onClose={() => setAsking(false)}
            onRestored={() => {
              setAsking(false);
              onChange();
            }}
          />
        )}
      </div>
    );
  }
  return (
    <div class="actions">
      <Link to={['records', type.plural, id, 'edit']} class="button primary">
        {texts.record.edit}
      </Link>
      <button type="button" onClick={() => setAsking(true)}>
        {texts.record.delete}
      </button>
      {isAsking && (
        <ConfirmDialog
          title={texts.record.deleteTitle(label)}
          confirm={texts.record.delete}
          isDangerous
          onClose={() => setAsking(false)}
          onConfirm={async (reason) => {
            await change('delete', type, { id, expectedVersion: version, reason });
            setAsking(false);
            onChange();
          }}
        >
          <p>{texts.record.deleteHint}</p>
        </ConfirmDialog>
      )}
    </div>
  );
}
