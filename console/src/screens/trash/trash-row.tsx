import { useState } from 'preact/hooks';
import { role } from '../../api/session.js';
import type { Trashed } from '../../api/trash.js';
import { shownInstant } from '../../app/route.js';
import { ChangeSetLink } from '../../components/change-set-link.js';
import { Link } from '../../components/link.js';
import { SafeText } from '../../components/safe-text.js';
import { When } from '../../components/when.js';
import { Who } from '../../components/who.js';
import { mayChangeAny, mayWrite } from '../../model/rights.js';
import { nameOf } from '../../model/shown-record.js';
import { texts } from '../../texts.js';
import { RestoreDialog } from './restore-dialog.js';

interface TrashRowProps {
  readonly item: Trashed;
  readonly isSelected: boolean;
  readonly onSelect: (isSelected: boolean) => void;
  readonly onChange: () => void;
}

/** Until when a record is kept, which is told of the present only. */
function KeptUntil({ purgeAt }: Pick<Trashed, 'purgeAt'>) {
  if (purgeAt !== null) return <When instant={purgeAt} />;
  return shownInstant.value ? null : <span class="quiet">{texts.trash.forEver}</span>;
}

/** A deleted record, and how to get it back. */
export function TrashRow({ item, isSelected, onSelect, onChange }: TrashRowProps) {
  const { type, record, deletedAt, deletedBy, deletion, alongside, purgeAt } = item;
  const [isRestoring, setRestoring] = useState(false);
  const name = nameOf(record);
  return (
    <tr>
      {mayChangeAny(role.value) && (
        <td>
          {mayWrite(role.value, type) && (
            <input
              type="checkbox"
              aria-label={texts.trash.select(name)}
              checked={isSelected}
              onChange={({ currentTarget }) => onSelect(currentTarget.checked)}
            />
          )}
        </td>
      )}
      <th scope="row">
        <span class="quiet small">{type.singular}</span>{' '}
        <Link to={['trash', type.plural, record.id]}>
          <SafeText text={name} />
        </Link>
      </th>
      <td>
        {deletion ? (
          <ChangeSetLink id={deletion.id}>
            <When instant={deletedAt} isRelative />
          </ChangeSetLink>
        ) : (
          <When instant={deletedAt} isRelative />
        )}{' '}
        <span class="quiet">
          <Who actor={deletedBy} />
        </span>
      </td>
      <td>{deletion?.reason != null && <SafeText text={deletion.reason} />}</td>
      <td class="number">{alongside}</td>
      <td>
        <KeptUntil purgeAt={purgeAt} />
      </td>
      <td>
        {mayWrite(role.value, type) && (
          <button type="button" onClick={() => setRestoring(true)}>
            {texts.trash.restore}
          </button>
        )}
        {isRestoring && (
          <RestoreDialog
            type={type}
            record={record}
            onClose={() => setRestoring(false)}
            onRestored={() => {
              setRestoring(false);
              onChange();
            }}
          />
        )}
      </td>
    </tr>
  );
}
