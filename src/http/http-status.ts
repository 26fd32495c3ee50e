import type { Refusal } from './format-error.js';
import type { RequestRecord } from './request-record.js';

const statuses = new Map<Refusal['code'], number>([
  ['UNAUTHENTICATED', 401],
  ['UNAVAILABLE', 503],
  ['TIMEOUT', 504],
  ['INTERNAL_SERVER_ERROR', 500],
]);

/** The HTTP status of an operation that failed before there was anything to answer. */
export function statusOf(code: Refusal['code']): number {
  return statuses.get(code) ?? 400;
}

/**
 * The status as GraphQL over HTTP wants it: a client that asked for `application/json` learns from the body alone that
 * its operation was refused. A request that was no GraphQL request keeps its status.
 *
 * @param accept the client's Accept header
 * @param contentType of the answer
 */
export function negotiatedStatus(
  status: number,
  record: RequestRecord,
  accept: string | undefined,
  contentType: unknown,
): number {
  const isAsked = accept?.includes('application/json') && String(contentType).startsWith('application/json');
  return status === 400 && isAsked && !record.malformed ? 200 : status;
}
