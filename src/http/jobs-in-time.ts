import { setTimeout as wait } from 'node:timers/promises';
import type { Health, JobsHealth } from './health.js';

/**
 * How the jobs stand; undefined where the database does not tell within so many milliseconds: on a busy one the rest of
 * the answer comes all the same.
 */
export function jobsInTime(health: Health, mostMs: number): Promise<JobsHealth | undefined> {
  return Promise.race([health.jobs(), wait(mostMs, undefined, { ref: false })]);
}
