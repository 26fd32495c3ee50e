import type { MikroORM } from '@mikro-orm/postgresql';

/**
 * Has the database notice that its rows have come into another cluster, as after a dump was restored, before anything is
 * written there. See the database's function `know_cluster`.
 */
export async function knowCluster(orm: MikroORM): Promise<void> {
  await orm.em.getConnection().execute('select palimpsest.know_cluster()');
}
