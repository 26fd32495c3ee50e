import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { QueryResult, RawBuilder } from 'kysely';
import { valuesFor } from './own-rows.js';
import { spokenFor } from './whom.js';

/**
 * One unit of work on the database: the transaction of an entity manager, and for whom it works. Whatever the application
 * itself asks the database goes out here: nothing else knows the connection.
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
