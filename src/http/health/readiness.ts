import { setTimeout as wait } from 'node:timers/promises';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { CatalogueHealth, Health, JobsHealth, MigrationsHealth, SealingHealth } from './health.js';
import { inTime } from './in-time.js';

const longestWaitMs = 2000;

export interface Readiness {
  status: 'ready' | 'unavailable';
  database: 'reachable' | 'unreachable' | 'no answer in time';
  catalogue: CatalogueHealth;
  /** Only where statements cannot stay prepared: it works, and takes longer. */
  statements?: 'not prepared';
  /** Where they are not those of this version. */
  migrations?: MigrationsHealth;
  /** Absent where the database does not tell. */
  jobs?: JobsHealth;
  /** Absent where the database does not tell. */
  sealing?: SealingHealth;
}

type DatabaseAnswer = Pick<Readiness, 'database' | 'migrations' | 'jobs' | 'sealing'>;

/**
 * Makes the question whether the server can serve: the database answers, protects what is stored, and has the tables that
 * this version works with. How jobs and sealing stand is told and decides nothing, nor does that a newer version has gone on
 * migrating, as long as it took nothing away. It is answered in 2 seconds, and asked once for all who ask at the same time,
 * so that probes cannot pile up on a database that hangs.
 */
export function createReadiness(orm: MikroORM, health: Health): () => Promise<Readiness> {
  let asked: Promise<DatabaseAnswer> | undefined;
  return async () => {
    asked ??= ask(orm, health).finally(() => (asked = undefined));
    const { database, migrations, jobs, sealing } = await Promise.race([asked, lateAnswer()]);
    const catalogue = health.catalogue();
    const fits = migrations === undefined || migrations.pending.length + migrations.problems.length === 0;
    const ready = database === 'reachable' && catalogue.problems.length === 0 && fits;
    return {
      status: ready ? 'ready' : 'unavailable',
      database,
      catalogue,
      ...(!health.areStatementsPrepared() && { statements: 'not prepared' as const }),
      ...(migrations && { migrations }),
      ...(jobs && { jobs }),
      ...(sealing && { sealing }),
    };
  };
}

async function ask(orm: MikroORM, health: Health): Promise<DatabaseAnswer> {
  const { ok } = await orm.em.getConnection().checkConnection();
  if (!ok) {
    return { database: 'unreachable' };
  }
  const [jobs, sealing, migrations] = await Promise.all([
    inTime(health.jobs(), longestWaitMs / 2),
    inTime(health.sealing(), longestWaitMs / 2),
    inTime(health.migrations(), longestWaitMs / 2),
  ]);
  const differ = migrations && Object.values(migrations).some(({ length }) => length > 0);
  return {
    database: 'reachable',
    ...(differ && { migrations }),
    ...(jobs && { jobs }),
    ...(sealing && { sealing }),
  };
}

async function lateAnswer(): Promise<DatabaseAnswer> {
  return wait(longestWaitMs, { database: 'no answer in time' } as const, { ref: false });
}
