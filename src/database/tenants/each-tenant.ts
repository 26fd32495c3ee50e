import { IsolationLevel } from '@mikro-orm/core';
import type { MikroORM, SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { inTransaction, query, withBounds } from '../../versioning/index.js';
import { workFor } from './work-for.js';
import { liftTimeouts } from './lift-timeouts.js';

export interface Tenant {
  readonly id: string;
  readonly slug: string;
}

/** All tenants, by slug. */
export async function listTenants(orm: MikroORM): Promise<Tenant[]> {
  return inTransaction(orm.em.fork(), (em) => query<Tenant>(em)`select id, slug from palimpsest.tenants()`);
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
    const rows = await query<Tenant>(sessions[0]!)`select id, slug from palimpsest.tenants()`;
    for (const tenant of rows) {
      for (const em of sessions) {
        await workFor(em, tenant.id);
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
  const em = orm.em.fork();
  await em.begin({ isolationLevel: IsolationLevel.REPEATABLE_READ, readOnly: true });
  try {
    if (first) {
      const rows = await query<{ snapshot: string }>(first)`select pg_export_snapshot() as snapshot`;
      await query(em)`set transaction snapshot ${sql.lit(rows[0]!.snapshot)}`;
    }
    await liftTimeouts(em);
    return em;
  } catch (error) {
    await Promise.allSettled([em.rollback()]);
    throw error;
  }
}
