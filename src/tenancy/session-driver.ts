import { PostgreSqlDriver } from '@mikro-orm/postgresql';
import { SessionConnection } from './session-connection.js';

/** MikroORM's driver for PostgreSQL, with connections that know for whom they work. */
export class SessionDriver extends PostgreSqlDriver {
  // In place of the one that the library has made, which has not connected yet.
  protected override readonly connection = new SessionConnection(this.config);
}
