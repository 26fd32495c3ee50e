import type { TransactionOptions } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';

/**
 * Runs work in a transaction of its own, which carries the session context of the entity manager: for whom.
 *
 * @throws what `work` throws, after everything was rolled back
 */
export function inTransaction<T>(
  em: SqlEntityManager,
  work: (em: SqlEntityManager) => Promise<T>,
  options?: TransactionOptions,
): Promise<T> {
  return em.transactional((transaction) => work(transaction as SqlEntityManager), options);
}
