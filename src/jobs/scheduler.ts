import { Cron } from 'croner';
import { withBounds } from '../versioning/index.js';
import type { Job } from './job.js';
import { type JobContext, runRound } from './run-round.js';

/** Runs jobs when they are due, each for itself, and none beside itself. */
export class Scheduler {
  readonly #context: JobContext;
  readonly #jobs: readonly Job[];
  readonly #stopping = new AbortController();
  readonly #rounds = new Map<Job, Promise<void>>();
  #timers: readonly Cron[] = [];

  constructor(context: JobContext, jobs: readonly Job[]) {
    this.#context = context;
    this.#jobs = jobs;
  }

  /** From now on jobs run as they are scheduled. */
  start(): void {
    this.#timers = this.#jobs.map(
      (job) => new Cron(job.schedule, { timezone: 'UTC', unref: true }, () => this.trigger(job)),
    );
    for (const job of this.#jobs.filter(({ atStart }) => atStart)) {
      void this.trigger(job);
    }
  }

  /** Has a job's round now, as if it were due. While one is under way here, it is that one. */
  trigger(job: Job): Promise<void> {
    let round = this.#rounds.get(job);
    if (!round && !this.#stopping.signal.aborted) {
      round = this.#round(job).finally(() => this.#rounds.delete(job));
      this.#rounds.set(job, round);
    }
    return round ?? Promise.resolve();
  }

  /** Starts nothing more, asks what is under way to end, and waits for that. */
  async stop(): Promise<void> {
    for (const timer of this.#timers) {
      timer.stop();
    }
    this.#stopping.abort();
    await Promise.all(this.#rounds.values());
  }

  /** A round that fails is no reason to end the next. */
  async #round(job: Job): Promise<void> {
    const { signal } = this.#stopping;
    try {
      const { cut } = this.#context;
      await withBounds({ ...(cut && { signal: cut }) }, () => runRound(this.#context, job, signal));
    } catch (error) {
      const { logger } = this.#context;
      if (signal.aborted) {
        logger.info({ job: job.name, err: error }, 'The job was cut off.');
      } else {
        logger.error({ job: job.name, err: error }, 'The job failed.');
      }
    }
  }
}
