import { Check, Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Timestamp } from '../../versioning/index.js';

/** SQL: whether a run can be told. */
export const readableRun = `least(started_at, finished_at, succeeded_at) >= '0001-01-01 00:00:00+00' and coalesce(jsonb_typeof(report), 'object') = 'object'`;

/** When a periodic job last ran, on whichever instance, and what came of it. Of all tenants together. */
@Entity()
// Who says that a job is done for tomorrow would keep all instances from it. Clocks may differ by a little.
@Check({
  expression: `greatest(started_at, finished_at, succeeded_at) < clock_timestamp() + interval '1 minute'`,
})
@Check({ name: 'job_run_readable', expression: readableRun })
export class JobRun {
  @PrimaryKey({ type: 'text' })
  name!: string;

  @Property({ type: Timestamp })
  startedAt!: string;

  /** Null while it runs, or where its process has died. */
  @Property({ type: Timestamp, nullable: true })
  finishedAt?: string | null;

  @Property({ type: Timestamp, nullable: true })
  succeededAt?: string | null;

  /** Why the last run failed, as one sentence without values; null where it did not. */
  @Property({ type: 'text', nullable: true })
  failure?: string | null;

  /** What the last run that succeeded did, in numbers. */
  @Property({ type: 'json', columnType: 'jsonb', nullable: true })
  report?: Record<string, unknown> | null;
}
