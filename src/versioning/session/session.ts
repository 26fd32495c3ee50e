import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { QueryResult, RawBuilder } from 'kysely';
import { valuesFor } from './own-rows.js';
import { spokenFor } from './whom.js';

/**
 * One unit of work on the database: the transaction of an entity manager, and for whom it works. What the kernel itself asks
 * the database goes out here, so that no statement forgets to say for whom it is. Past it go statements that MikroORM makes,
 * for which the driver says it; `readTogether`, which says it too, and sends a query's statements with what opens their
 * session in one message; and what is for no organization: sealing, health, migrations, checks of the catalogue.
 */
export class Session {
  constructor(private readonly em: SqlEntityManager) {}

  /** For whom its statements speak; null for nobody, who has no rows. */
  get whom(): string | null {
    return spokenFor(this.em.getTransactionContext());
  }

  /** The rows that a statement answers with. */
  async rows<Row>(statement: RawBuilder<Row>): Promise<Row[]> {
    return (await this.#send(statement)).rows;
  }

  /** How many rows a statement has changed. */
  async changed(statement: RawBuilder<unknown>): Promise<number> {
    return Number((await this.#send(statement)).numAffectedRows ?? 0);
  }

  #send<Row>(statement: RawBuilder<Row>): Promise<QueryResult<Row>> {
    const connection = this.em.getKysely();
    const compiled = statement.compile(connection);
    return connection.executeQuery({ ...compiled, parameters: valuesFor(this.whom, compiled.parameters) });
  }
}
