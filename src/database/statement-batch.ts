import { type Connection, Query, type QueryConfig, type QueryResult, type Submittable } from 'pg';

/** A statement, and who hears what becomes of it. */
export interface BatchedStatement {
  readonly statement: QueryConfig;
  readonly done: (error: Error | null, result: QueryResult) => void;
}

/** What pg's own query does with the messages that answer it; not part of its types. */
interface Step {
  readonly name?: string;
  readonly text: string;
  submit(connection: Connection): Error | null;
  handleRowDescription(message: unknown): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, connection: Connection): void;
  handleEmptyQuery(connection: Connection): void;
  handlePortalSuspended(connection: Connection): void;
  handleCopyInResponse(connection: Connection): void;
  handleCopyData(message: unknown, connection: Connection): void;
  handleReadyForQuery(connection: Connection): void;
  handleError(error: Error, connection: Connection): void;
}

/**
 * Statements that are sent in one message, with one Sync at its end: PostgreSQL runs them one after the other and leaves
 * out all that comes after one that fails, so none runs without those before it:
 * https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-PIPELINING. Each must be one statement, as the
 * extended protocol wants it.
 */
export class StatementBatch implements Submittable {
  readonly #steps: readonly Step[];
  #current = 0;

  constructor(statements: readonly BatchedStatement[]) {
    this.#steps = statements.map(({ statement, done }) => {
      const extended = { ...statement, queryMode: 'extended' };
      return new (Query as new (...of: unknown[]) => unknown)(extended, undefined, done) as Step;
    });
  }

  /** What is sent, in its order. */
  get texts(): readonly string[] {
    return this.#steps.map(({ text }) => text);
  }

  submit(connection: Connection): Error | null {
    const { stream } = connection;
    const withoutSync = Object.create(connection, { sync: { value: () => undefined } }) as Connection;
    stream.cork();
    try {
      for (const step of this.#steps) {
        const error = step.submit(withoutSync);
        if (error) return error;
      }
      connection.sync();
      return null;
    } finally {
      stream.uncork();
    }
  }

  handleRowDescription(message: unknown): void {
    this.#step.handleRowDescription(message);
  }

  handleDataRow(message: unknown): void {
    this.#step.handleDataRow(message);
  }

  handleCommandComplete(message: unknown, connection: Connection): void {
    this.#step.handleCommandComplete(message, connection);
    this.#next(connection);
  }

  handleEmptyQuery(connection: Connection): void {
    this.#step.handleEmptyQuery(connection);
    this.#next(connection);
  }

  handlePortalSuspended(connection: Connection): void {
    this.#step.handlePortalSuspended(connection);
  }

  handleCopyInResponse(connection: Connection): void {
    this.#step.handleCopyInResponse(connection);
  }

  handleCopyData(message: unknown, connection: Connection): void {
    this.#step.handleCopyData(message, connection);
  }

  /** Comes once, after the last. */
  handleReadyForQuery(connection: Connection): void {
    this.#step.handleReadyForQuery(connection);
  }

  /** Of the statement under way; those after it are not run. */
  handleError(error: Error, connection: Connection): void {
    for (const step of this.#steps.slice(this.#current)) step.handleError(error, connection);
  }

  get #step(): Step {
    return this.#steps[this.#current]!;
  }

  /** All but the last are done once they are complete; that one when the connection is free again. */
  #next(connection: Connection): void {
    if (this.#current === this.#steps.length - 1) return;
    this.#step.handleReadyForQuery(connection);
    this.#current += 1;
  }
}
