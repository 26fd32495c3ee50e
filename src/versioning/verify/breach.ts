import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { driverError } from '../errors/driver-error.js';
import { SqlState } from '../errors/sql-state.js';
import type { Violation } from './check.js';
import type { Task } from './task.js';
import { query } from '../session/query.js';

/** A record that breaks a requirement, as one task has found it. */
export interface Breach extends Violation {
  readonly table: string;
  readonly requirement: string;
  /** How many there are in all that the task looks at. */
  readonly count: number;
  readonly task: Task;
}

/** A column, table or function that is not there, or is of another type than the entity's. */
const otherTables: ReadonlySet<unknown> = new Set([
  SqlState.undefinedColumn,
  SqlState.undefinedTable,
  SqlState.datatypeMismatch,
  SqlState.undefinedFunction,
]);

/**
 * The first records that break what a task looks after. Where a table was altered so that it cannot be looked after, that
 * is what breaks.
 */
export async function breachesOf(em: SqlEntityManager, task: Task, mostNamed: number): Promise<Breach[]> {
  await query(em)`savepoint task`;
  try {
    const found = await read(em, task, mostNamed);
    await query(em)`release savepoint task`;
    return found;
  } catch (error) {
    const cause = driverError(error);
    if (task.of === undefined || !cause || !otherTables.has(cause.code)) throw error;
    await query(em)`rollback to savepoint task`;
    const requirement = `the tables are as the entities have them (${cause.message})`;
    return [{ id: null, version: null, table: task.of, requirement, count: 1, task }];
  }
}

async function read(em: SqlEntityManager, task: Task, mostNamed: number): Promise<Breach[]> {
  const { rows, id, version, breaches, columns = {}, table = sql`${task.of}::text` } = task.pass;
  const conditions = Object.values(breaches);
  const broken = Object.entries(breaches).map(([requirement, condition]) => {
    const about = columns[requirement] ?? sql`null::text[]`;
    return sql`case when ${condition} then jsonb_build_object('requirement', ${requirement}::text, 'columns', ${about}) end`;
  });
  const found = await query<Omit<Breach, 'task'>>(em)`
    select "table", requirement, id, version, columns, count from (
      select *, count(*) over (partition by "table", requirement)::int as count,
        row_number() over (partition by "table", requirement order by id, version) as place
      from (
        select "table", id, version, breach ->> 'requirement' as requirement, breach -> 'columns' as columns
        from (
          select ${table} as "table", ${id} as id, ${version} as version,
            unnest(array_remove(array[${sql.join(broken)}], null)) as breach
          from ${rows} where ${sql.join(
            conditions.map((condition) => sql`(${condition})`),
            sql` or `,
          )}
        ) broken
      ) breach
    ) ranked where place <= ${mostNamed} order by requirement, place`;
  return found.map((row) => ({ ...row, task }));
}
