import type { MikroORM } from '@mikro-orm/postgresql';
import { readdir } from 'node:fs/promises';

export interface MigrationList {
  readonly applied: readonly string[];
  /** Brought by this version of the server and not yet applied, in the order in which they will be. */
  readonly pending: readonly string[];
  /** Those of the applied ones that this version of the server does not bring, so that a newer one has applied them. */
  readonly newer: readonly string[];
}

/** Compares the migrations that this version of the server brings with those that the database knows. Changes nothing. */
export async function listMigrations(orm: MikroORM): Promise<MigrationList> {
  const { path, tableName } = orm.config.get('migrations');
  if (path === undefined || tableName === undefined) {
    throw new TypeError('The folder and the table of migrations are configured.');
  }
  const known = (await readdir(path))
    .filter((file) => /(?<!\.d)\.[jt]s$/.test(file))
    .map((file) => file.replace(/\.[jt]s$/, ''))
    .toSorted();
  const connection = orm.em.getConnection();
  const [table] = await connection.execute<[{ exists: boolean }]>('select to_regclass(?) is not null as exists', [
    tableName,
  ]);
  const rows = table.exists
    ? await connection.execute<{ name: string }[]>(`select name from "${tableName}" order by id`)
    : [];
  const applied = rows.map(({ name }) => name);
  return {
    applied,
    pending: known.filter((name) => !applied.includes(name)),
    newer: applied.filter((name) => !known.includes(name)),
  };
}
