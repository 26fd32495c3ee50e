import type { MikroORM } from '@mikro-orm/postgresql';
import { type Config, readConfig } from '../config.js';
import { connectToRead } from '../database/connection/connect-to-read.js';
import { joinDatabaseAsItIs } from '../database/connection/open-database.js';

/** What a command that changes nothing works with. */
export interface ReaderContext {
  readonly config: Config;
  readonly orm: MikroORM;
  /** In what the database is not as it must be, one phrase each. */
  readonly problems: readonly string[];
}

/** Runs the work of a command that changes nothing, on a database as it is, which another state must not keep from it. */
export async function withReader<T>(work: (context: ReaderContext) => Promise<T>): Promise<T> {
  const config = readConfig();
  const database = await joinDatabaseAsItIs(config);
  try {
    const { orm, problems } = await connectToRead({ url: database.url, pool: config.pool, timeouts: config.timeouts });
    try {
      return await work({ config, orm, problems });
    } finally {
      await orm.close();
    }
  } finally {
    await database.close();
  }
}
