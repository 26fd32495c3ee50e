import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { findOrganization } from '../database/tenants/organizations.js';
import { tenantSession } from '../tenancy/tenant-session.js';
import { withOrm } from './with-orm.js';

/** Runs a command's work for one organization. @throws DomainError NOT_FOUND for an unknown one */
export async function inOrganization(slug: string, work: (em: SqlEntityManager) => Promise<void>): Promise<void> {
  await withOrm(async ({ orm }) => {
    const { id } = await findOrganization(orm, slug);
    await work(orm.em.fork({ session: tenantSession(id) }));
  });
}
