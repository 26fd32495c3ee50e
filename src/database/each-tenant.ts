import { IsolationLevel } from '@mikro-orm/core';
import type { MikroORM, SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { tenantVariable } from '../tenancy/tenant-column.js';

export interface Tenant {
  readonly id: string;
  readonly slug: string;
}

/** All tenants, by slug. */
export async function listTenants(orm: MikroORM): Promise<Tenant[]> {
  return orm.em.fork().transactional(async (em) => {
    const { rows } = await sql<Tenant>`select id, slug from palimpsest.tenants()`.execute(
      (em as SqlEntityManager).getKysely(),
    );
    return rows;
  });
}

/**
 * Reads for every tenant in turn, all in one read-only snapshot, so that writers at work do not show; for as long as it
 * takes.
 */
export async function readEachTenant(
  orm: MikroORM,
  read: (em: SqlEntityManager, tenant: Tenant) => Promise<void>,
): Promise<void> {
  const em = orm.em.fork() as SqlEntityManager;
  await em.begin({ isolationLevel: IsolationLevel.REPEATABLE_READ, readOnly: true });
  try {
    await sql`set local statement_timeout = 0`.execute(em.getKysely());
    const { rows } = await sql<Tenant>`select id, slug from palimpsest.tenants()`.execute(em.getKysely());
    for (const tenant of rows) {
      await sql`select set_config(${tenantVariable}, ${tenant.id}, true)`.execute(em.getKysely());
      await read(em, tenant);
    }
  } finally {
    await em.rollback();
  }
}
