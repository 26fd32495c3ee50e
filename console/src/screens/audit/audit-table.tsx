import type { AuditEntryHead } from '../../model/audit-entry.js';
import type { AuditConditions } from '../../model/audit-query.js';
import { texts } from '../../texts.js';
import { AuditRow } from './audit-row.js';

interface AuditTableProps {
  readonly entries: readonly AuditEntryHead[];
  /** Shows only what one entry has in common with others. */
  readonly onNarrow: (conditions: Partial<AuditConditions>) => void;
}

/** Entries of the audit log in rows. */
export function AuditTable({ entries, onNarrow }: AuditTableProps) {
  return (
    <div class="table-scroll" tabIndex={0} role="group" aria-label={texts.audit.title}>
      <table class="records audit">
        <thead>
          <tr>
            <th scope="col">{texts.audit.when}</th>
            <th scope="col">{texts.audit.who}</th>
            <th scope="col">{texts.audit.action}</th>
            <th scope="col">{texts.audit.record}</th>
            <th scope="col">{texts.audit.why}</th>
            <th scope="col">
              <span class="only-read">{texts.audit.details}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <AuditRow key={entry.id} entry={entry} onNarrow={onNarrow} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
