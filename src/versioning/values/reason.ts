import { DomainError } from '../errors/domain-error.js';

/** So many characters a reason may have, and what is searched for in reasons: a few sentences, and no document. */
const longestReason = 10_000;

/** @throws DomainError BAD_USER_INPUT where a reason, or a part of one, is longer than any may be */
export function checkReason(reason: string | null | undefined): void {
  if (reason == null || reason.length <= longestReason) return;
  const message = `reason: it has more than ${longestReason} characters.`;
  throw new DomainError('BAD_USER_INPUT', message, { field: 'reason' });
}
