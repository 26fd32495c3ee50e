import { IsolationLevel } from '@mikro-orm/core';
import type { MikroORM, SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { tenantVariable } from '../tenancy/tenant-column.js';
import { withBounds } from '../versioning/index.js';
import { liftTimeouts } from './lift-timeouts.js';

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
 *
 * @param read gets sessions that see the same snapshot, as that tenant
 * @param count how many sessions, to be used at the same time
 */
export function readEachTenant(
  orm: MikroORM,
  read: (sessions: readonly SqlEntityManager[], tenant: Tenant) => Promise<void>,
  count = 1,
): Promise<void> {
  return withBounds({ asLongAsItTakes: true }, () => readInSessions(orm, read, count));
}

async function readInSessions(
  orm: MikroORM,
  read: (sessions: readonly SqlEntityManager[], tenant: Tenant) => Promise<void>,
  count: number,
): Promise<void> {
  const sessions: SqlEntityManager[] = [];
  try {
    while (sessions.length < count) sessions.push(await openSession(orm, sessions[0]));
    const { rows } = await sql<Tenant>`select id, slug from palimpsest.tenants()`.execute(sessions[0]!.getKysely());
    for (const tenant of rows) {
      for (const em of sessions) {
        await sql`select set_config(${tenantVariable}, ${tenant.id}, true)`.execute(em.getKysely());
      }
      await read(sessions, tenant);
    }
  } finally {
    await Promise.allSettled(sessions.map((em) => em.rollback()));
  }
}

/** Reads in one read-only snapshot, for nobody until it says for whom; for as long as it takes. */
export async function readSnapshot<T>(orm: MikroORM, read: (em: SqlEntityManager) => Promise<T>): Promise<T> {
  const em = await openSession(orm, undefined);
  try {
    return await read(em);
  } finally {
    await Promise.allSettled([em.rollback()]);
  }
}

/** @param first whose snapshot it shares: https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-SNAPSHOT-SYNCHRONIZATION */
async function openSession(orm: MikroORM, first: SqlEntityManager | undefined): Promise<SqlEntityManager> {
  const em = orm.em.fork() as SqlEntityManager;
  await em.begin({ isolationLevel: IsolationLevel.REPEATABLE_READ, readOnly: true });
  try {
    if (first) {
      const { rows } = await sql<{ snapshot: string }>`select pg_export_snapshot() as snapshot`.execute(
        first.getKysely(),
      );
      await sql`set transaction snapshot ${sql.lit(rows[0]!.snapshot)}`.execute(em.getKysely());
    }
    await liftTimeouts(em);
    return em;
  } catch (error) {
    await Promise.allSettled([em.rollback()]);
    throw error;
  }
}
