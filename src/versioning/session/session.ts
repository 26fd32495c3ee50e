import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { CompiledQuery, type QueryResult, type RawBuilder } from 'kysely';
import type { CompiledStatement } from './compiled-statement.js';
import { valuesFor } from './own-rows.js';
import { pipelined } from './pipelined.js';
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

  /** The rows of each of several statements, which are sent in one message. */
  async together<Row extends object>(statements: readonly CompiledStatement[]): Promise<Row[][]> {
    const answers: Row[][] = [];
    for (const [n, { text, values }] of statements.entries()) {
      const send = () => this.#execute<Row>(CompiledQuery.raw(text, [...values]));
      const answered = (rows: readonly object[]) => void (answers[n] = rows as Row[]);
      const isLast = n === statements.length - 1;
      answers[n] = (await (isLast ? send() : pipelined({ answered, failed: () => undefined }, send))).rows;
    }
    return answers;
  }

  #send<Row>(statement: RawBuilder<Row>): Promise<QueryResult<Row>> {
    return this.#execute(statement.compile(this.em.getKysely()));
  }

  #execute<Row>(compiled: CompiledQuery): Promise<QueryResult<Row>> {
    const parameters = valuesFor(this.whom, compiled.parameters);
    return this.em.getKysely().executeQuery<Row>({ ...compiled, parameters } as CompiledQuery<Row>);
  }
}
