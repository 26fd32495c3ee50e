import { Cron } from 'croner';

/** In milliseconds: by how much the clocks of instances and of the database may differ. */
const clockTolerance = 30_000;

/**
 * Since when a run counts for the round that is due now: the last moment of the schedule, and a little before it, since
 * another instance's clock may be ahead.
 *
 * @param schedule in the words of cron, in UTC
 */
export function slotOf(schedule: string, now = new Date()): Date {
  const cron = new Cron(schedule, { timezone: 'UTC' });
  const [begin] = cron.previousRuns(1, new Date(now.getTime() + clockTolerance));
  return new Date((begin?.getTime() ?? 0) - clockTolerance);
}
