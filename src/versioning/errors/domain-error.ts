/**
 * Every code an error of ours can carry, with the sentence docs/errors.md prints for it and whether trying again can
 * help. A test holds this table, the docs and the thrown codes together. Retired codes are never used again. The form
 * follows Fastify's one table of errors.
 */
export const errorCodes = {
  UNAUTHENTICATED: 'No valid bearer token came with the request.',
  FORBIDDEN: 'The role of the caller does not allow this.',
  NOT_FOUND: 'There is no such record, or the caller may not know of it.',
  BAD_USER_INPUT: 'A value cannot be accepted; the message names it.',
  CONFLICT: 'The record is not in the state the caller expected; extensions say what changed.',
  ALREADY_EXISTS: 'A living record already has this unique key.',
  PLAN_STALE: 'The plan no longer matches the present state.',
  QUERY_TOO_COMPLEX: 'The operation is deeper, wider or more costly than the limits allow.',
  RATE_LIMITED: 'Too many attempts, or too many operations at a time; wait and try again.',
  UNAVAILABLE: 'The database cannot be reached or has no free connection; try again.',
  TIMEOUT: 'The operation took longer than the limit and was rolled back.',
  INTERNAL_SERVER_ERROR: 'An unexpected failure; the log has it under the request id.',
} as const;

export type ErrorCode = keyof typeof errorCodes;

/**
 * The one family of errors that reach a client. `message` is for people, `code` for programs, `details` become
 * `extensions`. Nothing in any of them may hold a secret or another tenant's data.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
