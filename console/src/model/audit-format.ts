import type { AuditEntry } from './audit-entry.js';
import { csvLine } from './csv.js';

/** How entries of the audit log are written into a file, one a line. */
export interface AuditFormat {
  readonly extension: string;
  readonly mediaType: string;
  /** What stands before all entries. */
  readonly head: string;
  line(entry: AuditEntry): string;
}

type Cell = string | number | null;

/** What a spreadsheet has a column for. */
const columns: Readonly<Record<string, (entry: AuditEntry) => Cell>> = {
  id: ({ id }) => id,
  occurredAt: ({ occurredAt }) => occurredAt,
  action: ({ action }) => action,
  actorKind: ({ actor }) => actor?.kind ?? null,
  actorId: ({ actor }) => actor?.id ?? null,
  actorName: ({ actor }) => actor?.displayName ?? null,
  entityType: ({ entityType }) => entityType,
  entityId: ({ entityId }) => entityId,
  version: ({ version }) => version,
  changeSetId: ({ changeSet }) => changeSet?.id ?? null,
  reason: ({ changeSet }) => changeSet?.reason ?? null,
  source: ({ changeSet }) => changeSet?.source ?? null,
  requestId: ({ changeSet }) => changeSet?.requestId ?? null,
  operationName: ({ changeSet }) => changeSet?.operationName ?? null,
  before: ({ before }) => (before === null ? null : JSON.stringify(before)),
  after: ({ after }) => (after === null ? null : JSON.stringify(after)),
};

/** For programs: an entry of the API a line, exactly, as JSON (https://github.com/ndjson/ndjson-spec). */
const ndjson: AuditFormat = {
  extension: 'ndjson',
  mediaType: 'application/x-ndjson',
  head: '',
  line: (entry) => `${JSON.stringify(entry)}\n`,
};

/** For spreadsheets, which take it for UTF-8 by its first character. */
const csv: AuditFormat = {
  extension: 'csv',
  mediaType: 'text/csv',
  head: `\uFEFF${csvLine(Object.keys(columns))}`,
  line: (entry) => csvLine(Object.values(columns).map((cell) => cell(entry))),
};

/** The formats by the names that people know them by. */
export const auditFormats = { NDJSON: ndjson, CSV: csv } as const;

/** The name of a file of entries that was asked for at an instant. */
export function auditFileName({ extension }: AuditFormat, now: Date): string {
  return `audit-log-${now.toISOString().slice(0, 19).replaceAll(':', '')}Z.${extension}`;
}
