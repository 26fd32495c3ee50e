import { AllAuditLogDocument } from '../../../sdk/src/index.js';
import type { AuditEntry, AuditEntryHead } from '../model/audit-entry.js';
import { type AuditConditions, auditFilter, type AuditQuery } from '../model/audit-query.js';
import type { Page } from './records.js';
import { ask, items } from './request.js';

const pageSize = 50;

/** Without the values, which may be long. */
const pageDocument = `query AuditPage($first: Int, $after: String, $last: Int, $before: String, $filter: AuditFilter) {
  auditLog(first: $first, after: $after, last: $last, before: $before, filter: $filter) {
    nodes {
      id occurredAt action actor { id kind displayName } entityType entityId version
      changeSet { id reason source operationName requestId recordedAt }
    }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`;

const countDocument = 'query AuditCount($filter: AuditFilter) { auditLog(filter: $filter) { totalCount } }';

/** A page of the audit log, newest first. */
export async function readAuditPage(
  query: AuditQuery,
  signal: AbortSignal,
): Promise<Omit<Page<AuditEntryHead>, 'totalCount'>> {
  const { after, before } = query;
  const page = before === null ? { first: pageSize, after } : { last: pageSize, before };
  const variables = { ...page, filter: auditFilter(query) };
  return (await ask<{ auditLog: Page<AuditEntryHead> }>(pageDocument, variables, signal)).auditLog;
}

/** How many entries there are. Counting a long log takes longer than reading a page of it, so that no page waits for it. */
export async function countAuditEntries(query: AuditConditions, signal?: AbortSignal): Promise<number> {
  const variables = { filter: auditFilter(query) };
  return (await ask<{ auditLog: { totalCount: number } }>(countDocument, variables, signal)).auditLog.totalCount;
}

/** All entries with their values, newest first, page after page. */
export function allAuditEntries(query: AuditConditions, signal: AbortSignal): AsyncIterable<AuditEntry> {
  return items(AllAuditLogDocument, { filter: auditFilter(query) }, ({ auditLog }) => auditLog, { signal });
}

/** The values of an entry; null where retention has let go of it meanwhile. */
export async function readAuditEntry(head: AuditEntryHead, signal: AbortSignal): Promise<AuditEntry | null> {
  const { id, occurredAt: from, action, entityId } = head;
  // No filter has the id of an entry: it is found among the first ones from its instant on.
  const filter = { from, action, ...(entityId !== null && { entityId }) };
  const oldestFirst = items(AllAuditLogDocument, { last: 3, filter }, ({ auditLog }) => auditLog, { signal });
  for await (const entry of oldestFirst) {
    if (entry.id === id) return entry;
    if (entry.occurredAt !== from) return null;
  }
  return null;
}
