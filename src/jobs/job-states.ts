import { raw } from '@mikro-orm/core';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Logger } from 'pino';
import { JobRun, readableRun } from '../database/orm/job-run.js';

/** How a job stands, by its last run on whichever instance; instants in RFC 3339. */
export interface JobState {
  readonly lastStartedAt: string | null;
  /** Null while it runs, or where it was cut off. */
  readonly lastFinishedAt: string | null;
  readonly lastSucceededAt: string | null;
  /** Why the last run that ended has failed; null where it has not. */
  readonly failure: string | null;
}

/** How the purge stands, and how far it was behind at the end of its last run that succeeded. */
export interface PurgeState extends JobState {
  /** How many records should be gone and are not. */
  readonly overdue: number | null;
  /** Since when the oldest of them should be gone. */
  readonly overdueSince: string | null;
}

export interface JobStates {
  readonly maintenance: JobState;
  readonly purge: PurgeState;
}

/** Reads how the jobs stand; the same on every instance. */
export async function readJobStates(orm: MikroORM): Promise<JobStates> {
  // What cannot be told, of one job, must not keep the others from being told.
  const runs = await orm.em.fork().findAll(JobRun, { where: { [raw(`(${readableRun})`)]: true } });
  const run = (name: string) => runs.find((run) => run.name === name);
  const report = run('purge')?.report ?? {};
  const [overdue, overdueSince] = [report['overdue'], report['overdueSince']];
  return {
    maintenance: stateOf(run('maintenance')),
    purge: {
      ...stateOf(run('purge')),
      overdue: typeof overdue === 'number' ? overdue : null,
      overdueSince: typeof overdueSince === 'string' && !Number.isNaN(Date.parse(overdueSince)) ? overdueSince : null,
    },
  };
}

/** The same for those who must be answered all the same: undefined where they cannot be read, which the log says. */
export async function tellJobStates(orm: MikroORM, logger: Logger): Promise<JobStates | undefined> {
  try {
    return await readJobStates(orm);
  } catch (error) {
    logger.warn({ err: error }, 'How the jobs stand could not be read.');
    return undefined;
  }
}

function stateOf(run: JobRun | undefined): JobState {
  return {
    lastStartedAt: run?.startedAt ?? null,
    lastFinishedAt: run?.finishedAt ?? null,
    lastSucceededAt: run?.succeededAt ?? null,
    failure: run?.failure ?? null,
  };
}
