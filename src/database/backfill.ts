import { type EntityMetadata, IsolationLevel } from '@mikro-orm/core';
import type { MikroORM, SqlEntityManager } from '@mikro-orm/postgresql';
import { tenantSession } from '../tenancy/tenant-session.js';
import {
  backfillBatch,
  type BackfilledBatch,
  countWithoutHistory,
  DomainError,
  isVersioned,
} from '../versioning/index.js';
import { listTenants, type Tenant } from './each-tenant.js';

/** Records in one transaction, and so in one change set. A killed backfill loses this much of its work, and nothing else. */
const batchSize = 500;

/**
 * Gives every record that was in its table before it was versioned its version 1, of every tenant, while the server works.
 * May be interrupted at any time, and goes on where it was.
 *
 * @param report told after each batch, and once for each entity that has nothing to do
 * @returns how many records got their first version, by entity
 * @throws DomainError BAD_USER_INPUT where records without a history are at another version than 1; nothing is done for
 *   that entity and tenant
 */
export async function backfill(
  orm: MikroORM,
  report: (tenant: Tenant, entityType: string, done: number, of: number) => void,
): Promise<ReadonlyMap<string, number>> {
  const made = new Map<string, number>();
  const metas = ([...orm.getMetadata()] as EntityMetadata[]).filter((meta) => isVersioned(meta.class));
  for (const tenant of await listTenants(orm)) {
    const em = orm.em.fork({ session: tenantSession(tenant.id) });
    for (const meta of metas) {
      const of = await em.transactional((reader) => countWithoutHistory(reader as SqlEntityManager, meta));
      if (of.later > 0) throw refusal(meta, tenant, of.later);
      report(tenant, meta.className, 0, of.beginning);
      let done = 0;
      let last: string | null = null;
      do {
        const batch: BackfilledBatch = await nextBatch(em, meta, last);
        done += batch.begun;
        last = batch.last;
        report(tenant, meta.className, Math.min(done, of.beginning), of.beginning);
      } while (last !== null);
      made.set(meta.className, (made.get(meta.className) ?? 0) + done);
    }
  }
  return made;
}

async function nextBatch(em: SqlEntityManager, meta: EntityMetadata, after: string | null): Promise<BackfilledBatch> {
  return em.transactional((writer) => backfillBatch(writer as SqlEntityManager, meta, after, batchSize), {
    isolationLevel: IsolationLevel.READ_COMMITTED,
  });
}

function refusal({ className, tableName }: EntityMetadata, { slug }: Tenant, count: number): DomainError {
  return new DomainError(
    'BAD_USER_INPUT',
    `${count} of ${slug}'s ${className} have no history and are not at version 1; ` +
      `let the migration set ${tableName}.version to 1 before its triggers are made.`,
  );
}
