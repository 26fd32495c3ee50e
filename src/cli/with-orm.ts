import type { MikroORM } from '@mikro-orm/postgresql';
import { type Config, readConfig } from '../config.js';
import { connect } from '../database/connection/connect.js';
import { joinDatabase, type OpenDatabase } from '../database/connection/open-database.js';

/** What a command works with. */
export interface CommandContext {
  readonly config: Config;
  readonly database: OpenDatabase;
  readonly orm: MikroORM;
}

/** Runs a command's work on the database, beside a running server or by starting the database for it. */
export async function withOrm<T>(work: (context: CommandContext) => Promise<T>): Promise<T> {
  const config = readConfig();
  const database = await joinDatabase(config);
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
