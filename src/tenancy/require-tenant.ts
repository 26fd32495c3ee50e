import type { MikroORM, SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { tenantSession } from './tenant-session.js';

/** A token that is valid, for an organization that is not there. */
export class UnknownTenant extends Error {
  override readonly name = 'UnknownTenant';
}

const known = new WeakMap<MikroORM, Set<string>>();

/**
 * Makes sure that a tenant exists, asking the database once a process: organizations do not go away.
 *
 * @throws UnknownTenant
 */
export async function requireTenant(orm: MikroORM, organizationId: string): Promise<void> {
  const tenants = known.get(orm) ?? new Set();
  known.set(orm, tenants);
  if (tenants.has(organizationId)) return;
  const em = orm.em.fork({ session: tenantSession(organizationId) });
  const found = await em.transactional(async (reader) => {
    const { rows } = await sql`select from organization where id = ${organizationId}`.execute(
      (reader as SqlEntityManager).getKysely(),
    );
    return rows.length > 0;
  });
  if (!found) throw new UnknownTenant('The organization of this token does not exist.');
  tenants.add(organizationId);
}
