import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { RawBuilder } from 'kysely';

/**
 * One unit of work on the database: the transaction of an entity manager, which carries for whom it works. Whatever the
 * application itself asks the database goes out here: nothing else knows the connection.
 */
export class Session {
  constructor(private readonly em: SqlEntityManager) {}

  /** The rows that a statement answers with. */
  async rows<Row>(statement: RawBuilder<Row>): Promise<Row[]> {
    return (await statement.execute(this.em.getKysely())).rows;
  }

  /** How many rows a statement has changed. */
  async changed(statement: RawBuilder<unknown>): Promise<number> {
    return Number((await statement.execute(this.em.getKysely())).numAffectedRows ?? 0);
  }
}
