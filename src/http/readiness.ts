import { setTimeout as wait } from 'node:timers/promises';
import type { MikroORM } from '@mikro-orm/postgresql';

const longestWaitMs = 2000;

export interface Readiness {
  status: 'ready' | 'unavailable';
  database: 'reachable' | 'unreachable' | 'no answer in time';
}

/**
 * Makes the question whether the database answers. It is answered in 2 seconds, and asked once for all who ask at the
 * same time, so that probes cannot pile up on a database that hangs.
 */
export function createReadiness(orm: MikroORM): () => Promise<Readiness> {
  let asked: Promise<Readiness> | undefined;
  return () => {
    asked ??= ask(orm).finally(() => (asked = undefined));
    return Promise.race([asked, lateAnswer()]);
  };
}

async function ask(orm: MikroORM): Promise<Readiness> {
  const { ok } = await orm.em.getConnection().checkConnection();
  return ok ? { status: 'ready', database: 'reachable' } : { status: 'unavailable', database: 'unreachable' };
}

async function lateAnswer(): Promise<Readiness> {
  return wait(longestWaitMs, { status: 'unavailable', database: 'no answer in time' } as const, {
    ref: false,
  });
}
