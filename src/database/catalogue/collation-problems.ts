import type { MikroORM } from '@mikro-orm/postgresql';
import { allEntities, collationsOf } from '../../versioning/index.js';

const missing = `
  select wanted.name from unnest(?::text[]) as wanted (name)
  where not exists (
    select from pg_collation c
    where c.collname = wanted.name and pg_collation_is_visible(c.oid)
      and c.collencoding in (-1, (select d.encoding from pg_database d where d.datname = current_database())))
  order by 1`;

/**
 * Looks whether the database has every collation by which lists are ordered: those of ICU are there where it was built
 * with it.
 */
export async function collationProblems(orm: MikroORM): Promise<string[]> {
  const wanted = collationsOf(allEntities(orm));
  const names = `{${wanted.map((name) => JSON.stringify(name)).join(',')}}`;
  const rows = await orm.em.getConnection().execute<{ name: string }[]>(missing, [names]);
  return rows.map(({ name }) => `the collation ${name}, by which lists are ordered, is missing`);
}
