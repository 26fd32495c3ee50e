import type { Job } from './job.js';

/** What there is to do, each by one function; what is absent is not done. */
export interface JobWork {
  /** The steps of maintenance by name, in order: each returns how much it did. */
  readonly maintenance: Readonly<Record<string, () => Promise<number>>>;
  readonly purge?: Job['run'] | undefined;
}

/**
 * The jobs of a server.
 *
 * @param purgeSchedule in the words of cron; undefined where the server is not to purge by itself
 */
export function jobsOf({ maintenance, purge }: JobWork, purgeSchedule: string | undefined): Job[] {
  const jobs: Job[] = [];
  const steps = Object.entries(maintenance);
  if (steps.length > 0) {
    // Without its partitions the audit log grows in the wrong place, so this is made up for at once.
    jobs.push({ name: 'maintenance', schedule: '7 * * * *', atStart: true, run: (signal) => inTurn(steps, signal) });
  }
  if (purge && purgeSchedule !== undefined) {
    jobs.push({ name: 'purge', schedule: purgeSchedule, run: purge });
  }
  return jobs;
}

async function inTurn(steps: readonly [string, () => Promise<number>][], signal: AbortSignal): Promise<object> {
  const report: Record<string, number> = {};
  for (const [name, step] of steps) {
    signal.throwIfAborted();
    report[name] = await step();
  }
  return report;
}
