import type { MikroORM } from '@mikro-orm/postgresql';
import { publicFailure } from './public-failure.js';

/**
 * Does a job's work and writes into job_run when it began, when it ended, and what came of it. Work that fails after it
 * was asked to end is left as unfinished, like that of a process which was killed: another instance takes it over.
 *
 * @param name of the job
 * @param signal by which the work is asked to end
 * @returns what the work returns
 */
export async function recordRun<Report extends object>(
  orm: MikroORM,
  name: string,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<Report>,
): Promise<Report> {
  const startedAt = await begin(orm, name);
  try {
    const report = await work(signal);
    await end(orm, name, startedAt, { report: JSON.stringify(report) });
    return report;
  } catch (error) {
    if (!signal.aborted) {
      // Where this fails too, the first error says why.
      await Promise.allSettled([end(orm, name, startedAt, { failure: publicFailure(error) })]);
    }
    throw error;
  }
}

/** @returns the instant by which this run is known from one that comes after it */
async function begin(orm: MikroORM, name: string): Promise<string> {
  const rows = await orm.em.fork().execute<{ startedAt: string }[]>(
    `insert into job_run (name, started_at) values (?, clock_timestamp())
     on conflict (name) do update set started_at = excluded.started_at, finished_at = null
     returning started_at::text as "startedAt"`,
    [name],
  );
  return rows[0]?.startedAt ?? '';
}

type Result = { readonly report: string; readonly failure?: undefined } | { readonly failure: string };

async function end(orm: MikroORM, name: string, startedAt: string, result: Result): Promise<void> {
  const now = 'clock_timestamp()';
  const [changes, values] =
    result.failure === undefined
      ? [`succeeded_at = ${now}, failure = null, report = ?::jsonb`, result.report]
      : ['failure = ?', result.failure];
  await orm.em
    .fork()
    .execute(`update job_run set finished_at = ${now}, ${changes} where name = ? and started_at = ?::timestamptz`, [
      values,
      name,
      startedAt,
    ]);
}
