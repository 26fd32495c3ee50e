import type { MikroORM } from '@mikro-orm/postgresql';
import { tenantSession } from '../../tenancy/tenant-session.js';
import { beginHistories, versionedEntities } from '../../versioning/index.js';
import { listTenants, type Tenant } from './each-tenant.js';

/**
 * Gives every record that was in its table before it was versioned its version 1, of every tenant: {@link beginHistories}.
 *
 * @param report told after each batch, and once for each entity that has nothing to do
 * @returns how many records got their first version, by entity
 */
export async function backfill(
  orm: MikroORM,
  report: (tenant: Tenant, entityType: string, done: number, of: number) => void,
): Promise<ReadonlyMap<string, number>> {
  const made = new Map<string, number>();
  for (const tenant of await listTenants(orm)) {
    const em = orm.em.fork({ session: tenantSession(tenant.id) });
    for (const meta of versionedEntities(orm)) {
      const { className } = meta;
      const begun = await beginHistories(em, meta, tenant.slug, (done, of) => report(tenant, className, done, of));
      made.set(className, (made.get(className) ?? 0) + begun);
    }
  }
  return made;
}
