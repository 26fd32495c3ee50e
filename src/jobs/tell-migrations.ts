import type { MikroORM } from '@mikro-orm/postgresql';
import type { Logger } from 'pino';
import { tableProblems } from '../database/catalogue/table-problems.js';
import { listMigrations, type MigrationList } from '../database/upgrade/migration-list.js';

/** The migrations that only the database has, and those that only this version has. */
export interface MigrationDifference extends Pick<MigrationList, 'newer' | 'pending'> {
  /** In what the tables are not those that this version needs: a newer one, or somebody, has altered them. One phrase each. */
  readonly problems: readonly string[];
}

/** How the migrations of the database stand; undefined where they cannot be read, which the log says. */
export async function tellMigrations(orm: MikroORM, logger: Logger): Promise<MigrationDifference | undefined> {
  try {
    const { newer, pending } = await listMigrations(orm);
    return { newer, pending, problems: await tableProblems(orm) };
  } catch (error) {
    logger.warn({ err: error }, 'How the migrations stand could not be read.');
    return undefined;
  }
}
