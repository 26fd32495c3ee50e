import type { AllAuditLogQuery } from '../../../sdk/src/index.js';

/** An audit entry with its values. */
export type AuditEntry = AllAuditLogQuery['auditLog']['nodes'][number];

/** An audit entry as a list shows it: the values may be long, and are asked for one by one. */
export type AuditEntryHead = Omit<AuditEntry, 'before' | 'after'>;

/** What an entry says of one field. */
export interface AuditChange {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** What an entry says that was changed, field by field. */
export function auditChanges({ before, after }: Pick<AuditEntry, 'before' | 'after'>): AuditChange[] {
  const [was, is] = [(before ?? {}) as Record<string, unknown>, (after ?? {}) as Record<string, unknown>];
  const fields = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  return fields.map((field) => ({ field, before: was[field] ?? null, after: is[field] ?? null }));
}
