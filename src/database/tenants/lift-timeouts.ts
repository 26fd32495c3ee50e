import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { query } from '../../versioning/index.js';

/** Those that this PostgreSQL has: `transaction_timeout` is new in 17. */
const timeouts = ['statement_timeout', 'idle_in_transaction_session_timeout', 'transaction_timeout'];

/** Lets a transaction that has begun, as one that looks through everything, take as long as it takes. */
export async function liftTimeouts(em: SqlEntityManager): Promise<void> {
  await query(em)`select set_config(name, '0', true) from pg_settings where name = any (${timeouts})`;
}
