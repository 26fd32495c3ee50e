import { useId, useState } from 'preact/hooks';
import { types } from '../../api/catalogue.js';
import { Link } from '../../components/link.js';
import { SafeText } from '../../components/safe-text.js';
import { When } from '../../components/when.js';
import { Who } from '../../components/who.js';
import type { AuditEntryHead } from '../../model/audit-entry.js';
import type { AuditConditions } from '../../model/audit-query.js';
import { shortId } from '../../model/shown-record.js';
import { texts } from '../../texts.js';
import { AuditDetails } from './audit-details.js';

interface AuditRowProps {
  readonly entry: AuditEntryHead;
  readonly onNarrow: (conditions: Partial<AuditConditions>) => void;
}

/** An entry: when, who, what, of which record, why; its values below it, where somebody asks. */
export function AuditRow({ entry, onNarrow }: AuditRowProps) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const reason = entry.changeSet?.reason ?? null;
  return (
    <>
      <tr>
        <td>
          <When instant={entry.occurredAt} />
        </td>
        <td>{entry.actor ? <Who actor={entry.actor} /> : <span class="quiet">{texts.audit.nobody}</span>}</td>
        <th scope="row">
          <code>
            <SafeText text={entry.action} />
          </code>
        </th>
        <td>
          <Subject entry={entry} />
        </td>
        <td>{reason !== null && <SafeText text={reason} />}</td>
        <td>
          <button
            type="button"
            aria-expanded={isOpen}
            aria-controls={isOpen ? id : undefined}
            onClick={() => setOpen(!isOpen)}
          >
            {texts.audit.details}
          </button>
        </td>
      </tr>
      {isOpen && (
        <tr id={id} class="audit-details">
          <td colSpan={6}>
            <AuditDetails entry={entry} onNarrow={onNarrow} />
          </td>
        </tr>
      )}
    </>
  );
}

/** What an entry is about. A type that there is no more, and a record that was purged, are told by their names. */
function Subject({ entry: { entityType, entityId, version } }: { readonly entry: AuditEntryHead }) {
  if (entityType === null) return null;
  const type = types().named(entityType);
  const name = (
    <>
      {type?.singular ?? <SafeText text={entityType} />} {entityId !== null && shortId(entityId)}
    </>
  );
  if (!type || entityId === null) return <span>{name}</span>;
  return (
    <span>
      <Link to={['records', type.plural, entityId]}>{name}</Link>
      {version !== null && (
        <>
          {' '}
          <Link to={['records', type.plural, entityId, 'versions', version]} class="small">
            {texts.record.versionNumber(version)}
          </Link>
        </>
      )}
    </span>
  );
}
