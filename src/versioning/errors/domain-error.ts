import type { ErrorCode, ErrorDetails } from './error-codes.js';

/**
 * The one family of errors that reach a client. `message` is for people, `code` for programs, `details` become
 * `extensions`. Nothing in any of them may hold a secret or another tenant's data.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError';

  /** @param details what the table of codes says of this one; an entity's own rules may add to it */
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: ErrorDetails = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
