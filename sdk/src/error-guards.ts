import type { ErrorCode } from './error-details.js';
import { PalimpsestError } from './palimpsest-error.js';

function guard<TCode extends ErrorCode>(...codes: readonly TCode[]) {
  return (error: unknown): error is PalimpsestError<TCode> =>
    error instanceof PalimpsestError && codes.some((code) => code === error.code);
}

/** No valid bearer token came with the request. */
export const isUnauthenticated = guard('UNAUTHENTICATED');
/** The role of the caller does not allow this. */
export const isForbidden = guard('FORBIDDEN');
/** There is no such record, or the caller may not know of it. */
export const isNotFound = guard('NOT_FOUND');
/** A value cannot be accepted; the message names it. */
export const isBadUserInput = guard('BAD_USER_INPUT');
const isCollision = guard('CONFLICT');
/**
 * The record is not in the state you expected; `details` say what changed, by whom and when. False where others were only faster,
 * several times: such a CONFLICT names no record, and its operation can be sent again as it was.
 */
export function isConflict(error: unknown): error is PalimpsestError<'CONFLICT'> {
  return isCollision(error) && error.details.currentVersion !== undefined;
}
/** A living record already has this unique key; `details` say which. */
export const isAlreadyExists = guard('ALREADY_EXISTS');
/** The plan no longer matches the present state. */
export const isPlanStale = guard('PLAN_STALE');
/** The operation is deeper, wider or more costly than the limits allow. */
export const isTooComplex = guard('QUERY_TOO_COMPLEX');
/** Too many attempts, or too many operations at a time; wait and try again. */
export const isRateLimited = guard('RATE_LIMITED');
/** The database cannot be reached or has no free connection; try again. */
export const isUnavailable = guard('UNAVAILABLE');
/** It took too long: by the server's limit, and then it was rolled back, or by this client's, and then nobody knows. */
export const isTimeout = guard('TIMEOUT', 'REQUEST_TIMEOUT');
/** An unexpected failure of the server; its log has it under `requestId`. */
export const isInternalServerError = guard('INTERNAL_SERVER_ERROR');
/** The document is no GraphQL, or does not fit the schema. */
export const isInvalidDocument = guard('GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED');
/** No connection, or it broke before the answer. */
export const isNetworkError = guard('NETWORK_ERROR');
/** Something answered that is no GraphQL server. */
export const isBadResponse = guard('BAD_RESPONSE');
/** Nobody knows whether the operation took effect: read the record and compare its version before you try again. */
export const isOutcomeUnknown = guard('REQUEST_TIMEOUT', 'NETWORK_ERROR', 'BAD_RESPONSE');
