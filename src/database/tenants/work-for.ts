import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { query, speakFor } from '../../versioning/index.js';

/** Makes a transaction that is under way work for another tenant, to its end. */
export async function workFor(em: SqlEntityManager, tenant: string): Promise<void> {
  await query(em)`select palimpsest.work_for(jsonb_build_object('tenant_id', ${tenant}::text))`;
  speakFor(em.getTransactionContext()!, tenant);
}
