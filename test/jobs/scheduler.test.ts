import { MikroORM } from '@mikro-orm/postgresql';
import { once } from 'node:events';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { ormOptions } from '../../src/database/orm/mikro-orm.config.js';
import { JobRun } from '../../src/database/orm/job-run.js';
import type { Job } from '../../src/jobs/job.js';
import { readJobStates } from '../../src/jobs/job-states.js';
import { Scheduler } from '../../src/jobs/scheduler.js';
import { asSuperuser } from '../support/cluster.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { eventually } from '../support/eventually.js';

let database: TestDatabase;
let orm: MikroORM;

beforeAll(async () => {
  database = await createTestDatabase();
  orm = await MikroORM.init(ormOptions({ url: database.applicationUrl }));
});

afterAll(async () => {
  await orm.close();
  await database.drop();
});

const asOwner = (statement: string) => asSuperuser(database.superuserUrl, (client) => client.query(statement));

afterEach(async () => {
  await asOwner('delete from job_run');
});

// Nobody runs the tests just when its round is due.
const yearly = '0 0 1 1 *';
const purgeWith = (run: Job['run'], schedule = yearly): Job => ({ name: 'purge', schedule, run });

/** A scheduler as an instance of the server has it, and what it logs. */
function instance(jobs: readonly Job[]) {
  const log: Record<string, unknown>[] = [];
  const logger = pino({ level: 'debug' }, { write: (line: string) => void log.push(JSON.parse(line)) });
  const scheduler = new Scheduler({ orm, url: database.applicationUrl, logger }, jobs);
  onTestFinished(() => scheduler.stop());
  const outcomes = () => log.flatMap((line) => line['outcome'] ?? []);
  return { scheduler, log, outcomes };
}

/** Work that has begun once `begun` resolves, and ends when told to, or by its signal. */
function longWork() {
  const { promise: begun, resolve: begin } = Promise.withResolvers<AbortSignal>();
  const { promise: ended, resolve: end } = Promise.withResolvers<object>();
  const run = vi.fn<Job['run']>(async (signal: AbortSignal) => {
    begin(signal);
    return ended;
  });
  return { run, begun, end };
}

describe('a scheduler', () => {
  it('runs a job when it is due, and records what came of it', async () => {
    const run = vi.fn<Job['run']>(async () => ({
      purged: { post: 2 },
      overdue: 3,
      overdueSince: '2026-11-24T00:00:00.000000Z',
    }));
    const { scheduler, outcomes } = instance([purgeWith(run, '* * * * * *')]);
    scheduler.start();
    await eventually(() => expect(outcomes()).toContain('run'));
    await scheduler.stop();
    const { purge, maintenance } = await readJobStates(orm);
    expect(purge).toMatchObject({ failure: null, overdue: 3, overdueSince: '2026-11-24T00:00:00.000000Z' });
    expect(purge.lastFinishedAt! > purge.lastStartedAt!).toBe(true);
    expect(purge.lastSucceededAt! > purge.lastStartedAt!).toBe(true);
    expect(maintenance).toEqual({ lastStartedAt: null, lastFinishedAt: null, lastSucceededAt: null, failure: null });
  });

  it('makes up at the start for a job that wants it, unless another instance has done it', async () => {
    const run = vi.fn<Job['run']>(async () => ({}));
    const job = { ...purgeWith(run), atStart: true };
    const [first, second] = [instance([job]), instance([job])];
    first.scheduler.start();
    await eventually(() => expect(first.outcomes()).toEqual(['run']));
    second.scheduler.start();
    await eventually(() => expect(second.outcomes()).toEqual(['already run']));
    expect(run).toHaveBeenCalledOnce();
  });

  it('runs a job once in each slot of its schedule, on one of many instances', async () => {
    const run = vi.fn<Job['run']>(async () => ({}));
    const job = purgeWith(run);
    const instances = Array.from({ length: 5 }, () => instance([job]));
    const round = () => Promise.all(instances.map(({ scheduler }) => scheduler.trigger(job)));
    await round();
    await round();
    expect(run).toHaveBeenCalledOnce();
    const outcomes = instances.flatMap((one) => one.outcomes());
    expect(outcomes.filter((outcome) => outcome === 'run')).toHaveLength(1);
    expect(outcomes).toHaveLength(10);
    // A year later.
    await asOwner(`update job_run set started_at = started_at - interval '1 year'`);
    await round();
    expect(run).toHaveBeenCalledTimes(2);
  });

  it('leaves a job to the instance that is at it, and says so at debug level only', async () => {
    const { run, begun, end } = longWork();
    const job = purgeWith(run);
    const [first, second] = [instance([job]), instance([job])];
    const round = first.scheduler.trigger(job);
    await begun;
    await second.scheduler.trigger(job);
    expect(second.log).toMatchObject([{ level: 20, job: 'purge', outcome: 'left to another' }]);
    end({});
    await round;
    expect(run).toHaveBeenCalledOnce();
  });

  it('never runs a job beside itself', async () => {
    const { run, begun, end } = longWork();
    const job = purgeWith(run);
    const { scheduler } = instance([job]);
    const rounds = [scheduler.trigger(job), scheduler.trigger(job)];
    await begun;
    rounds.push(scheduler.trigger(job));
    end({});
    await Promise.all(rounds);
    expect(run).toHaveBeenCalledOnce();
  });

  it('records a run that fails, without its values, and runs the next', async () => {
    const sentences = [];
    const run = vi
      .fn<Job['run']>()
      .mockImplementationOnce(() => asOwner(`select 'hunter2'::int`))
      .mockRejectedValueOnce(new RangeError('hunter2'))
      .mockResolvedValueOnce({ done: true });
    const job = purgeWith(run);
    const { scheduler, log } = instance([job]);
    for (let round = 0; round < 3; round++) {
      await scheduler.trigger(job);
      sentences.push((await readJobStates(orm)).purge.failure);
      await asOwner(`update job_run set started_at = started_at - interval '1 year'`);
    }
    expect(sentences).toEqual([
      'PostgreSQL refused a statement (SQLSTATE 22P02).',
      'It ended with RangeError; the log of its instance says more.',
      null,
    ]);
    expect(log.filter(({ level }) => level === 50)).toMatchObject([{ job: 'purge' }, { job: 'purge' }]);
    const { report } = await orm.em.fork().findOneOrFail(JobRun, { name: 'purge' });
    expect(report).toEqual({ done: true });
  });

  it('keeps what the last success said when a run fails', async () => {
    const run = vi.fn<Job['run']>().mockResolvedValueOnce({ overdue: 7 }).mockRejectedValueOnce(new Error('no'));
    const job = purgeWith(run);
    const { scheduler } = instance([job]);
    await scheduler.trigger(job);
    await asOwner(`update job_run set started_at = started_at - interval '1 year'`);
    const before = await readJobStates(orm);
    await scheduler.trigger(job);
    const { purge } = await readJobStates(orm);
    expect(purge).toMatchObject({ overdue: 7, lastSucceededAt: before.purge.lastSucceededAt });
    expect(purge.failure).toMatch(/Error/);
  });

  it('asks the run under way to end when it stops, and waits for it', async () => {
    const { run, begun, end } = longWork();
    const job = purgeWith(run);
    const { scheduler } = instance([job]);
    void scheduler.trigger(job);
    const signal = await begun;
    const told = once(signal, 'abort');
    let stopped = false;
    const stopping = scheduler.stop().then(() => (stopped = true));
    await told;
    // Whatever could end it without waiting has by now had its turn.
    await readJobStates(orm);
    expect(stopped).toBe(false);
    end({ purged: {} });
    await stopping;
    expect((await readJobStates(orm)).purge.lastSucceededAt).not.toBeNull();
    await scheduler.trigger(job);
    expect(run).toHaveBeenCalledOnce();
  });

  it('leaves a run that was cut off to the next instance, in the same slot', async () => {
    const cutOff = purgeWith(async (signal) => {
      await once(signal, 'abort');
      return signal.throwIfAborted() ?? {};
    });
    const first = instance([cutOff]);
    const round = first.scheduler.trigger(cutOff);
    await eventually(async () => expect((await readJobStates(orm)).purge.lastStartedAt).not.toBeNull());
    await first.scheduler.stop();
    await round;
    expect((await readJobStates(orm)).purge).toMatchObject({ lastFinishedAt: null, failure: null });
    expect(first.log.filter(({ level }) => Number(level) > 30)).toEqual([]);
    const next = purgeWith(async () => ({}));
    const second = instance([next]);
    await second.scheduler.trigger(next);
    expect(second.outcomes()).toEqual(['run']);
  });

  it('asks a run to end whose lock is lost, and another instance takes over', async () => {
    const taken = purgeWith(async (signal) => {
      await once(signal, 'abort');
      return signal.throwIfAborted() ?? {};
    });
    const first = instance([taken]);
    const round = first.scheduler.trigger(taken);
    await eventually(async () => expect((await readJobStates(orm)).purge.lastStartedAt).not.toBeNull());
    await asOwner(`select pg_terminate_backend(pid, 5000) from pg_locks where locktype = 'advisory' and objsubid = 2
      and database = (select oid from pg_database where datname = current_database())`);
    await round;
    expect(first.log.filter(({ level }) => level === 50)).toHaveLength(1);
    const next = purgeWith(async () => ({}));
    const second = instance([next]);
    await second.scheduler.trigger(next);
    expect(second.outcomes()).toEqual(['run']);
  });
});
