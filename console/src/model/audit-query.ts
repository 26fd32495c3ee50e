import type { AuditFilter } from '../../../sdk/src/index.js';
import { instantOrNone } from './instant.js';

/** What of the audit log is shown, as its address says it; what is empty is not asked for. */
export interface AuditQuery {
  readonly action: string;
  readonly actorId: string;
  readonly entityType: string;
  readonly entityId: string;
  readonly changeSetId: string;
  /** Instants: from the first on, before the second. */
  readonly from: string;
  readonly to: string;
  /** Of keyset paging: at most one of them. */
  readonly after: string | null;
  readonly before: string | null;
}

const conditions = ['action', 'actorId', 'entityType', 'entityId', 'changeSetId', 'from', 'to'] as const;

/** What entries must be, without the page. */
export type AuditConditions = Pick<AuditQuery, (typeof conditions)[number]>;

/** Reads a query out of the parameters of an address. An instant that is none is left out. */
export function auditQuery(parameters: URLSearchParams): AuditQuery {
  const given = Object.fromEntries(conditions.map((name) => [name, parameters.get(name)?.trim() ?? '']));
  const { from = '', to = '', ...others } = given as Record<string, string> & AuditConditions;
  const [after, before] = [parameters.get('after'), parameters.get('before')];
  return { ...others, from: instantOrNone(from), to: instantOrNone(to), after, before: after === null ? before : null };
}

/** The parameters of the address of a query. */
export function auditParameters(query: AuditQuery): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const name of [...conditions, 'after', 'before'] as const) {
    const value = query[name];
    if (value !== null && value !== '') parameters.set(name, value);
  }
  return parameters;
}

/** The server's filter of a query. */
export function auditFilter(query: AuditConditions): AuditFilter {
  return Object.fromEntries(conditions.filter((name) => query[name] !== '').map((name) => [name, query[name]]));
}

/** The query with something else of it, from its first page on. */
export function changedAuditQuery(query: AuditQuery, change: Partial<AuditQuery>): AuditQuery {
  return { ...query, after: null, before: null, ...change };
}
