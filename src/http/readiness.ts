import { setTimeout as wait } from 'node:timers/promises';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { CatalogueHealth, Health, JobsHealth } from './health.js';
import { jobsInTime } from './jobs-in-time.js';

const longestWaitMs = 2000;

export interface Readiness {
  status: 'ready' | 'unavailable';
  database: 'reachable' | 'unreachable' | 'no answer in time';
  catalogue: CatalogueHealth;
  /** Absent where the database does not tell. */
  jobs?: JobsHealth;
}

type DatabaseAnswer = Pick<Readiness, 'database' | 'jobs'>;

/**
 * Makes the question whether the server can serve: the database answers, and protects what is stored. How the jobs stand
 * is told and decides nothing. It is answered in 2 seconds, and asked once for all who ask at the same time, so that
 * probes cannot pile up on a database that hangs.
 */
export function createReadiness(orm: MikroORM, health: Health): () => Promise<Readiness> {
  let asked: Promise<DatabaseAnswer> | undefined;
  return async () => {
    asked ??= ask(orm, health).finally(() => (asked = undefined));
    const { database, jobs } = await Promise.race([asked, lateAnswer()]);
    const catalogue = health.catalogue();
    const ready = database === 'reachable' && catalogue.problems.length === 0;
    return { status: ready ? 'ready' : 'unavailable', database, catalogue, ...(jobs && { jobs }) };
  };
}

async function ask(orm: MikroORM, health: Health): Promise<DatabaseAnswer> {
  const { ok } = await orm.em.getConnection().checkConnection();
  if (!ok) {
    return { database: 'unreachable' };
  }
  const jobs = await jobsInTime(health, longestWaitMs / 2);
  return { database: 'reachable', ...(jobs && { jobs }) };
}

async function lateAnswer(): Promise<DatabaseAnswer> {
  return wait(longestWaitMs, { database: 'no answer in time' } as const, { ref: false });
}
