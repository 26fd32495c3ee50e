import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { versionedEntities } from '../model/entities.js';
import { query } from '../session/query.js';
import { type Breach, breachesOf } from './breach.js';
import { usuallyNamed } from './check.js';
import { asFindings, type Finding } from './finding.js';
import { readRetiredTables } from './retired-table.js';
import { changeSets } from './seal-checks.js';
import { planTasks } from './task.js';

export interface VerifyProgress {
  readonly done: number;
  readonly of: number;
  readonly entityType: string;
}

export interface VerifyOptions {
  /** Told after each check. */
  readonly report?: (progress: VerifyProgress) => void;
  /** As of each requirement, so many records that break it are named; five where absent. */
  readonly mostNamed?: number;
}

/** For whole tables against each other: joins that hash, whatever the statistics say, in memory that is worth it. */
const planning = {
  enable_nestloop: 'off',
  work_mem: '128MB',
  jit: 'off',
  // The sessions are what works at the same time.
  max_parallel_workers_per_gather: '0',
};

/**
 * Holds everything that is stored for one tenant against what it must be, what is left of retired tables too.
 *
 * @param sessions see one snapshot (REPEATABLE READ), or writers at work look like damage; they work at the same time. The
 *   settings of their planners are changed for the rest of their transactions
 */
export async function verify(
  sessions: readonly SqlEntityManager[],
  { report, mostNamed = usuallyNamed }: VerifyOptions = {},
): Promise<Finding[]> {
  const [first] = sessions as [SqlEntityManager];
  const metas = versionedEntities(first);
  const retired = await readRetiredTables(first, metas);
  const tasks = await planTasks(first, metas, retired, sessions.length);
  const queue = [...tasks];
  const found: Breach[] = [];
  let done = 0;
  const work = async (em: SqlEntityManager) => {
    for (const [name, value] of Object.entries(planning)) {
      await query(em)`select set_config(${name}, ${value}, true)`;
    }
    for (let task = queue.shift(); task; task = queue.shift()) {
      found.push(...(await breachesOf(em, task, mostNamed)));
      report?.({ done: ++done, of: tasks.length, entityType: task.of ?? '' });
    }
  };
  // All end before it is told that one has failed: nobody else may use their connections yet.
  const outcomes = await Promise.allSettled(sessions.map((em) => work(em).finally(() => (queue.length = 0))));
  const failure = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failure) throw failure.reason;
  const named = [...metas, ...retired.map(({ tableName }) => ({ tableName, className: tableName })), changeSets];
  return named.flatMap(({ tableName, className }) =>
    asFindings(
      className,
      found.filter(({ table }) => table === tableName),
      mostNamed,
    ),
  );
}
