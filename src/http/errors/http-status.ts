import type { RequestRecord } from '../log/request-record.js';

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
