import { Gauge, type Registry } from 'prom-client';
import type { Health, JobsHealth } from './health.js';
import { inTime } from './in-time.js';

const longestWaitMs = 2000;

/** What Prometheus reads of the jobs and the catalogue: as it is when it reads. */
export class HealthGauges {
  readonly #health: Health;
  readonly #successes: Gauge<'job'>;
  readonly #durations: Gauge<'job'>;
  readonly #failed: Gauge<'job'>;
  readonly #overdueRecords: Gauge;
  readonly #overdueSeconds: Gauge;
  readonly #sealingLag: Gauge;
  readonly #problems: Gauge;
  readonly #prepared: Gauge;

  constructor(registry: Registry, health: Health) {
    const ofJobs = (name: string, help: string) =>
      new Gauge({ name, help, labelNames: ['job'] as const, registers: [registry] });
    const single = (name: string, help: string) => new Gauge({ name, help, registers: [registry] });
    this.#health = health;
    this.#successes = ofJobs(
      'palimpsest_job_last_success_timestamp_seconds',
      'When the job last succeeded, on whichever instance.',
    );
    this.#durations = ofJobs(
      'palimpsest_job_last_duration_seconds',
      'How long the last run took; absent while one runs.',
    );
    this.#failed = ofJobs('palimpsest_job_failed', 'Whether the last run that ended has failed: 1, or 0.');
    this.#overdueRecords = single(
      'palimpsest_purge_overdue_records',
      'Records that should have been purged, at the end of the last purge.',
    );
    this.#overdueSeconds = single('palimpsest_purge_overdue_seconds', 'For how long the oldest of them is overdue.');
    this.#sealingLag = single(
      'palimpsest_sealing_lag_seconds',
      'For how long the oldest change has been waiting for its durable place in the order of commit.',
    );
    this.#problems = single('palimpsest_catalogue_problems', 'What the last check of the catalogue found wrong.');
    this.#prepared = single(
      'palimpsest_statements_prepared',
      'Whether statements stay prepared on their connections: 1, or 0 as behind a pooler that does not know of them.',
    );
  }

  /** Sets all gauges anew. Where the database does not tell in 2 seconds, those of the jobs are absent. */
  async refresh(): Promise<void> {
    this.#problems.set(this.#health.catalogue().problems.length);
    this.#prepared.set(this.#health.areStatementsPrepared() ? 1 : 0);
    const [jobs, sealing] = await Promise.all([
      inTime(this.#health.jobs(), longestWaitMs),
      inTime(this.#health.sealing(), longestWaitMs),
    ]);
    for (const gauge of [this.#successes, this.#durations, this.#failed]) {
      gauge.reset();
    }
    // A reset would make 0 of them, as if nothing were overdue.
    for (const gauge of [this.#overdueRecords, this.#overdueSeconds, this.#sealingLag]) {
      gauge.remove();
    }
    if (jobs) {
      this.#set(jobs);
    }
    if (sealing) {
      this.#sealingLag.set(sealing.lagSeconds);
    }
  }

  #set(jobs: JobsHealth): void {
    for (const [job, { lastStartedAt, lastFinishedAt, lastSucceededAt, failure }] of Object.entries(jobs)) {
      if (lastSucceededAt !== null) {
        this.#successes.set({ job }, seconds(lastSucceededAt));
      }
      if (lastStartedAt !== null && lastFinishedAt !== null) {
        this.#durations.set({ job }, (Date.parse(lastFinishedAt) - Date.parse(lastStartedAt)) / 1000);
      }
      if (lastStartedAt !== null) {
        this.#failed.set({ job }, failure === null ? 0 : 1);
      }
    }
    const { overdue, overdueSince } = jobs.purge;
    if (overdue !== null) {
      this.#overdueRecords.set(overdue);
      this.#overdueSeconds.set(overdueSince === null ? 0 : Math.max(0, Date.now() / 1000 - seconds(overdueSince)));
    }
  }
}

function seconds(instant: string): number {
  return Date.parse(instant) / 1000;
}
