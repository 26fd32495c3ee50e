import { useState } from 'preact/hooks';
import { types } from '../../api/catalogue.js';
import { change } from '../../api/records.js';
import { role } from '../../api/session.js';
import { goTo } from '../../app/route.js';
import { ConfirmDialog } from '../../components/confirm-dialog.js';
import { Link } from '../../components/link.js';
import type { EntityType } from '../../model/catalogue.js';
import { mayWrite } from '../../model/rights.js';
import { labelOf, type ShownRecord } from '../../model/shown-record.js';
import { texts } from '../../texts.js';

interface RecordActionsProps {
  readonly type: EntityType;
  readonly record: ShownRecord;
  readonly onChange: () => void;
}

/** What can be done with a record by who is signed in. */
export function RecordActions({ type, record, onChange }: RecordActionsProps) {
  const [isDeleting, setDeleting] = useState(false);
  if (!mayWrite(role.value, type) || record.deletedAt !== null) return null;
  const { id, version } = record;
  return (
    <div class="actions">
      <Link to={['records', type.plural, id, 'edit']} class="button primary">
        {texts.record.edit}
      </Link>
      <button type="button" onClick={() => setDeleting(true)}>
        {texts.record.delete}
      </button>
      {isDeleting && (
        <ConfirmDialog
          title={texts.record.deleteTitle(labelOf(types().labelOf(type), record))}
          confirm={texts.record.delete}
          isDangerous
          onClose={() => setDeleting(false)}
          onConfirm={async (reason) => {
            await change('delete', type, { id, expectedVersion: version, reason });
            setDeleting(false);
            onChange();
            goTo(['records', type.plural, id]);
          }}
        >
          <p>{texts.record.deleteHint}</p>
        </ConfirmDialog>
      )}
    </div>
  );
}
