import { DomainError } from './domain-error.js';
import { errorChain } from './error-chain.js';
import { SqlState } from './sql-state.js';

/** What the caller is told where a function of the database says that a change breaks a rule of the domain. */
export function ruleRefusal(error: unknown): DomainError | undefined {
  // The innermost is the database's own; those around it add the statement.
  const refused = errorChain(error).findLast((link) => 'code' in link && link.code === SqlState.brokenRule);
  return refused && new DomainError('BAD_USER_INPUT', refused.message, {}, { cause: error });
}
