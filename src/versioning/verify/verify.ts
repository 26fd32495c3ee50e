import type { EntityMetadata } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { versionedEntities } from '../model/entities.js';
import { auditChecks } from './audit-checks.js';
import { mostNamed, type Pass, type Violation } from './check.js';
import { recordCheck } from './record-check.js';
import { relationChecks } from './relation-checks.js';
import { rowCheck } from './row-check.js';
import { shapeCheck } from './shape-check.js';
import { versionCheck } from './version-check.js';
import { readVersionShapes, type VersionShape } from './version-shape.js';
import { query } from '../session/query.js';

/** A requirement that does not hold, with the first records that break it. */
export interface Finding {
  readonly entityType: string;
  readonly requirement: string;
  readonly count: number;
  readonly first: readonly Violation[];
}

export interface VerifyProgress {
  readonly done: number;
  readonly of: number;
  readonly entityType: string;
}

const smaller = [recordCheck, ...relationChecks];

/** For whole tables against each other: joins that hash, whatever the statistics say, in memory that is worth it. */
const planning = {
  enable_nestloop: 'off',
  work_mem: '128MB',
  jit: 'off',
  // The sessions are what works at the same time.
  max_parallel_workers_per_gather: '0',
};

interface Task {
  /** The table; absent where the pass says for each row which it is of. */
  readonly of?: string;
  /** What is found by one check, in several slices of records, is added up. */
  readonly check: string;
  readonly pass: Pass;
}

/**
 * Holds everything that is stored for one tenant against what it must be.
 *
 * @param sessions see one snapshot (REPEATABLE READ), or writers at work look like damage; they work at the same time. The
 *   settings of their planners are changed for the rest of their transactions
 * @param report told after each check
 */
export async function verify(
  sessions: readonly SqlEntityManager[],
  report?: (progress: VerifyProgress) => void,
): Promise<Finding[]> {
  const metas = versionedEntities(sessions[0]!);
  const shaped: Shaped[] = [];
  for (const meta of metas) shaped.push({ meta, shapes: await readVersionShapes(sessions[0]!, meta) });
  const tasks = tasksOf(shaped, sessions.length);
  const queue = [...tasks];
  const found: (Breach & Task)[] = [];
  let done = 0;
  const work = async (em: SqlEntityManager) => {
    for (const [name, value] of Object.entries(planning)) {
      await query(em)`select set_config(${name}, ${value}, true)`;
    }
    for (let task = queue.shift(); task; task = queue.shift()) {
      for (const breach of await breachesOf(em, task)) found.push({ ...breach, ...task });
      report?.({ done: ++done, of: tasks.length, entityType: task.of ?? '' });
    }
  };
  // All end before it is told that one has failed: nobody else may use their connections yet.
  const outcomes = await Promise.allSettled(sessions.map((em) => work(em).finally(() => (queue.length = 0))));
  const failure = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failure) throw failure.reason;
  return metas.flatMap(({ tableName, className }) =>
    asFindings(
      className,
      found.filter(({ table }) => table === tableName),
    ),
  );
}

interface Shaped {
  readonly meta: EntityMetadata;
  readonly shapes: readonly VersionShape[];
}

/** The largest first, so that all sessions end at about the same time. */
function tasksOf(shaped: readonly Shaped[], sessions: number): Task[] {
  const metas = shaped.map(({ meta }) => meta);
  const slices = Array.from({ length: sessions }, (_, index) => ({ index, of: sessions }));
  const tables = metas.map(({ tableName }) => tableName);
  return [
    ...shaped.flatMap(({ meta, shapes }) =>
      shapes.flatMap((shape) =>
        slices.map((slice) => ({ of: meta.tableName, check: 'versions', pass: versionCheck(meta, shape, slice) })),
      ),
    ),
    ...shaped.map(({ meta, shapes }) => ({ of: meta.tableName, check: 'rows', pass: rowCheck(meta, shapes.at(-1)!) })),
    ...shaped.map(({ meta, shapes }) => ({ of: meta.tableName, check: 'shapes', pass: shapeCheck(meta, shapes) })),
    ...auditChecks.map((check, n) => ({ check: `log ${n}`, pass: check(tables) })),
    ...metas.flatMap((meta) =>
      smaller.flatMap((check, n) => {
        const pass = check(meta);
        return pass ? [{ of: meta.tableName, check: `${n}`, pass }] : [];
      }),
    ),
  ];
}

interface Breach extends Violation {
  readonly table: string;
  readonly requirement: string;
  readonly count: string;
}

async function breachesOf(em: SqlEntityManager, { of, pass }: Task): Promise<Breach[]> {
  const { rows, id, version, breaches, table = sql`${of}::text` } = pass;
  const conditions = Object.values(breaches);
  const broken = Object.entries(breaches).map(
    ([requirement, condition]) => sql`case when ${condition} then ${requirement}::text end`,
  );
  const found = await sql<Breach>`
    select "table", requirement, id, version, count from (
      select *, count(*) over (partition by "table", requirement) as count,
        row_number() over (partition by "table", requirement order by id, version) as place
      from (
        select ${table} as "table", ${id} as id, ${version} as version,
          unnest(array_remove(array[${sql.join(broken)}], null)) as requirement
        from ${rows} where ${sql.join(
          conditions.map((condition) => sql`(${condition})`),
          sql` or `,
        )}
      ) breach
    ) ranked where place <= ${mostNamed} order by requirement, place`.execute(em.getKysely());
  return found.rows;
}

/** One for each requirement: what slices have found of it is added up, what two checks have found is the same. */
function asFindings(entityType: string, breaches: readonly (Breach & Task)[]): Finding[] {
  return [...Map.groupBy(breaches, ({ requirement }) => requirement)].map(([requirement, found]) => {
    const first = new Map(found.map(({ id, version }) => [`${id} ${version}`, { id, version }]));
    const counts = [...Map.groupBy(found, ({ check }) => check).values()].map(countOf);
    return {
      entityType,
      requirement,
      count: Math.max(...counts),
      first: [...first.values()].toSorted(byIdAndVersion).slice(0, mostNamed),
    };
  });
}

/** Each row found says how many there are in its slice. */
function countOf(found: readonly (Breach & Task)[]): number {
  const slices = new Map(found.map(({ pass, count }) => [pass, Number(count)]));
  return [...slices.values()].reduce((sum, count) => sum + count, 0);
}

function byIdAndVersion(a: Violation, b: Violation): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : (a.version ?? 0) - (b.version ?? 0);
}
