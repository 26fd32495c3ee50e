import type { MikroORM } from '@mikro-orm/postgresql';
import { columnProblems } from './column-problems.js';
import { allEntities } from '../../versioning/index.js';

const missing = `
  select wanted.name from unnest(?::text[]) as wanted (name) where to_regclass(quote_ident(wanted.name)) is null order by 1`;

/**
 * Looks whether the tables are there, with the columns that the entities map: a newer version may have renamed or dropped
 * what this one works with.
 *
 * @returns what differs, one phrase each; nothing where this version can work on
 */
export async function tableProblems(orm: MikroORM): Promise<string[]> {
  const mapped = allEntities(orm).filter((meta) => meta.rowLevelSecurity);
  const names = `{${mapped.map(({ tableName }) => JSON.stringify(tableName)).join(',')}}`;
  const rows = await orm.em.getConnection().execute<{ name: string }[]>(missing, [names]);
  return [...rows.map(({ name }) => `the table ${name} is missing`), ...(await columnProblems(orm))];
}
