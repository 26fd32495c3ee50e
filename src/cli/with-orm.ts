import type { MikroORM } from '@mikro-orm/postgresql';
import { type Config, readConfig } from '../config.js';
import { connect } from '../database/connection/connect.js';
import { joinDatabase, joinOrMakeDatabase, type OpenDatabase } from '../database/connection/open-database.js';

/** What a command works with. */
export interface CommandContext {
  readonly config: Config;
  readonly database: OpenDatabase;
  readonly orm: MikroORM;
}

type Work<T> = (context: CommandContext) => Promise<T>;

/**
 * Runs a command's work on the database, beside a running server or by starting the database for it.
 *
 * @throws {StartupError} where there is no database
 */
export function withOrm<T>(work: Work<T>): Promise<T> {
  return withOpened(joinDatabase, work);
}

/** As {@link withOrm}, for work that fills a database: the embedded one is made where there is none. */
export function withNewOrm<T>(work: Work<T>): Promise<T> {
  return withOpened(joinOrMakeDatabase, work);
}

async function withOpened<T>(open: (config: Config) => Promise<OpenDatabase>, work: Work<T>): Promise<T> {
  const config = readConfig();
  const database = await open(config);
  try {
    const orm = await connect({ url: database.url, pool: config.pool, timeouts: config.timeouts });
    try {
      return await work({ config, database, orm });
    } finally {
      await orm.close();
    }
  } finally {
    await database.close();
  }
}
