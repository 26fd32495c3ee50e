import type { MikroORM } from '@mikro-orm/postgresql';
import type { Logger } from 'pino';
import { withJobLock } from '../database/client/job-lock.js';
import type { Job } from './job.js';
import { recordRun } from './record-run.js';
import { slotOf } from './slot.js';

export interface JobContext {
  readonly orm: MikroORM;
  /** Where the locks are taken: the database of the ORM. */
  readonly url: string;
  readonly logger: Logger;
  /** Once it is aborted, what jobs do in the database is cancelled. */
  readonly cut?: AbortSignal;
}

/** What became of a round on this instance. */
export type RoundOutcome = 'run' | 'left to another' | 'already run';

/**
 * Runs a job if it is due on this instance: not while another is at it, nor when another has done this round.
 *
 * @param stopping asks the run to end
 * @throws what the job throws, once it is recorded
 */
export async function runRound(
  { orm, url, logger }: JobContext,
  job: Job,
  stopping: AbortSignal,
): Promise<RoundOutcome> {
  const outcome =
    (await withJobLock(url, job.name, async (lost): Promise<RoundOutcome> => {
      if (await hasFinishedSince(orm, job.name, slotOf(job.schedule))) {
        return 'already run';
      }
      const report = await recordRun(orm, job.name, AbortSignal.any([stopping, lost]), (signal) => job.run(signal));
      logger.info({ job: job.name, report }, 'The job is done.');
      return 'run';
    })) ?? 'left to another';
  logger.debug({ job: job.name, outcome }, 'A round of the job is over.');
  return outcome;
}

async function hasFinishedSince(orm: MikroORM, name: string, slot: Date): Promise<boolean> {
  const rows = await orm.em
    .fork()
    .execute<unknown[]>(
      'select 1 from job_run where name = ? and finished_at is not null and started_at >= ?::timestamptz',
      [name, slot.toISOString()],
    );
  return rows.length > 0;
}
