import { Client, type CustomTypesConfig, type QueryConfig, type QueryResult } from 'pg';
import { currentOpening, type Opening } from '../tenancy/opening.js';
import { plainStatement } from './plain-statement.js';
import { type BatchedStatement, StatementBatch } from './statement-batch.js';

interface Held {
  readonly statement: QueryConfig;
  readonly opening?: Opening | undefined;
}

const beginning = /^\s*(begin|start transaction)\b[^;]*$/i;
const ending = /^\s*(commit|rollback)\s*$/i;

/**
 * A connection that sends what a transaction opens with, BEGIN and for whom it works, together with its first statement,
 * in one message. A transaction that ends before it has a statement is not begun at all.
 */
export class OpeningClient extends Client {
  #held: readonly Held[] = [];

  override query(...query: never[]): never {
    const send = () => (super.query as (...query: never[]) => unknown)(...query);
    const statement = plainStatement(query);
    const text = statement?.text ?? '';
    const opening = currentOpening();
    if (statement && this.#held.length === 0 ? beginning.test(text) : statement && opening) {
      this.#held = [...this.#held, { statement: statement!, opening }];
      return Promise.resolve(nothing(beginning.test(text) ? 'BEGIN' : 'SELECT')) as never;
    }
    if (this.#held.length === 0) return send() as never;
    const held = this.#held;
    this.#held = [];
    if (statement && ending.test(text)) return Promise.resolve(nothing(text.trim().toUpperCase())) as never;
    if (statement && isOne(statement)) return this.#together(held, statement) as never;
    const opened = this.#together(held);
    if (statement) return (isEmpty(statement) ? opened : opened.then(send)) as never;
    // Waits in the client's own queue; what a failed opening leaves behind is a transaction that refuses it, or no tenant.
    void Promise.allSettled([opened]);
    return send() as never;
  }

  /** The answer to the last of them; those to what opens the transaction are for who hears of it. */
  #together(held: readonly Held[], statement?: QueryConfig): Promise<QueryResult> {
    return new Promise((resolve, reject) => {
      let refusal: Error | undefined;
      const opened = held.map(({ statement, opening }): BatchedStatement => ({
        statement: this.#typed(statement),
        done(error, result) {
          try {
            if (error) throw error;
            opening?.answered(result.rows as Record<string, unknown>[]);
          } catch (thrown) {
            refusal ??= thrown as Error;
            opening?.failed(refusal);
          }
        },
      }));
      const end = (error: Error | null, result: QueryResult) => {
        const failure = refusal ?? error;
        if (failure) reject(failure);
        else resolve(result);
      };
      const last = statement ? { statement: this.#typed(statement), done: end } : endingWith(opened.pop()!, end);
      super.query(new StatementBatch([...opened, last]));
    });
  }

  #typed(statement: QueryConfig): QueryConfig {
    const getTypeParser = this.getTypeParser.bind(this) as CustomTypesConfig['getTypeParser'];
    return { types: { getTypeParser }, ...statement };
  }
}

/** Whether a text is surely one statement. Where it has values, PostgreSQL takes no other. */
function isOne(statement: QueryConfig): boolean {
  const { text, values } = statement;
  return (values !== undefined && values.length > 0) || !(text.includes(';') || isEmpty(statement));
}

/** An empty statement only sends what the transaction opens with. */
function isEmpty({ text }: QueryConfig): boolean {
  return text === '';
}

function endingWith({ statement, done }: BatchedStatement, end: BatchedStatement['done']): BatchedStatement {
  return {
    statement,
    done(error, result) {
      done(error, result);
      end(error, result);
    },
  };
}

function nothing(command: string): QueryResult {
  return { command, rowCount: null, oid: 0, fields: [], rows: [] };
}
