import { errorChain } from './error-chain.js';
import { DomainError } from './domain-error.js';

/**
 * The SQLSTATE with which a function of the database says that a change breaks a rule of the domain; its message is a
 * sentence for whoever asked for the change, and repeats no value.
 */
export const brokenRule = 'PR001';

/** What the caller is told where the database says so. */
export function ruleRefusal(error: unknown): DomainError | undefined {
  // The innermost is the database's own; those around it add the statement.
  const refused = errorChain(error).findLast((link) => 'code' in link && link.code === brokenRule);
  return refused && new DomainError('BAD_USER_INPUT', refused.message, {}, { cause: error });
}
