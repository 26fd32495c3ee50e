import { type Client, type Connection, Query, type QueryConfig, type QueryResult, type Submittable } from 'pg';
import type { StatementNames } from './statement-names.js';

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

/** What pg keeps of a connection's named statements, text by name; not part of its types. */
interface Prepared {
  /** PostgreSQL has said that it has them. */
  readonly parsedStatements: Record<string, string>;
  /** They are on the way. */
  readonly submittedNamedStatements: Record<string, string>;
  close(message: { type: 'S'; name: string }): void;
}

/** As many statements as one connection keeps prepared; PostgreSQL holds a plan of each in memory. */
const mostPrepared = 128;

const beginning = /^\s*(begin|start transaction)\b/i;

/**
 * Statements that are sent in one message, with one Sync at its end: PostgreSQL runs them one after the other and leaves
 * out all that comes after one that fails, so none runs without those before it:
 * https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-PIPELINING. Each must be one statement, as the
 * extended protocol wants it. Those that are planned are prepared under their names; where names do not work, all of them are
 * sent once more without, unless they are part of a transaction that this has ended.
 */
export class StatementBatch implements Submittable {
  #steps: readonly Step[];
  #current = 0;
  #isWhole = false;
  readonly #statements: readonly BatchedStatement[];

  constructor(
    private readonly client: Client,
    statements: readonly BatchedStatement[],
    private readonly names: StatementNames,
  ) {
    this.#statements = statements;
    this.#steps = this.#made();
  }

  /** What is sent, in its order. */
  get texts(): readonly string[] {
    return this.#steps.map(({ text }) => text);
  }

  /** Of the statement under way: by this pg notes what PostgreSQL has parsed, and what not. */
  get name(): string | undefined {
    return this.#steps[this.#current]?.name;
  }

  get text(): string {
    return this.#step.text;
  }

  submit(connection: Connection): Error | null {
    this.#isWhole =
      (this.client as unknown as { getTransactionStatus(): string | null }).getTransactionStatus() !== 'T';
    const parts: Uint8Array[] = [];
    const gathered = gathering(connection, parts);
    makeRoom(gathered as unknown as Prepared);
    for (const step of this.#steps) {
      const error = step.submit(gathered);
      if (error) return error;
    }
    const { stream } = connection;
    stream.cork();
    stream.write(Buffer.concat(parts));
    connection.sync();
    stream.uncork();
    return null;
  }

  handleRowDescription(message: unknown): void {
    this.#step.handleRowDescription(message);
  }

  handleDataRow(message: unknown): void {
    this.#step.handleDataRow(message);
  }

  handleCommandComplete(message: unknown, connection: Connection): void {
    this.#step.handleCommandComplete(message, connection);
    this.#next();
  }

  handleEmptyQuery(connection: Connection): void {
    this.#step.handleEmptyQuery(connection);
    this.#next();
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
    for (const step of this.#steps) step.handleReadyForQuery(connection);
  }

  /** Of the statement under way; those after it are not run. */
  handleError(error: Error, connection: Connection): void {
    const unsent = this.#steps.slice(this.#current);
    const { submittedNamedStatements } = connection as unknown as Prepared;
    for (const { name } of unsent) if (name !== undefined) delete submittedNamedStatements[name];
    if (this.#isToBeRepeated(error, connection as unknown as Prepared)) return this.#repeat();
    for (const step of this.#steps.slice(0, this.#current)) step.handleReadyForQuery(connection);
    for (const step of unsent) step.handleError(error, connection);
  }

  get #step(): Step {
    return this.#steps[this.#current]!;
  }

  /** The last stays the one under way until the connection is free again. */
  #next(): void {
    if (this.#current < this.#steps.length - 1) this.#current += 1;
  }

  #made(isNamed = true): Step[] {
    return this.#statements.map(({ statement, done }) => {
      const name = isNamed && isPlanned(statement) ? this.names.nameOf(statement.text) : undefined;
      const extended = { ...statement, ...(name !== undefined && { name }), queryMode: 'extended' };
      return new (Query as new (...of: unknown[]) => unknown)(extended, undefined, done) as Step;
    });
  }

  #isToBeRepeated(error: Error, prepared: Prepared): boolean {
    const { name } = this;
    if (name === undefined) return false;
    if (isOutdated(error)) {
      delete prepared.parsedStatements[name];
      prepared.close({ type: 'S', name });
    } else if (!this.names.refusedBy(error)) {
      return false;
    }
    return this.#isWhole;
  }

  /** What has run is taken back: by the end of the message, or where it has begun a transaction, by ending that. */
  #repeat(): void {
    const hasBegun = this.#steps.slice(0, this.#current).some(({ text }) => beginning.test(text));
    const rollback: BatchedStatement = { statement: { text: 'rollback' }, done: () => undefined };
    const again = new StatementBatch(this.client, [...(hasBegun ? [rollback] : []), ...this.#statements], this.names);
    again.#steps = again.#made(false);
    this.client.query(again);
  }
}

/** Whether PostgreSQL makes a plan for it, which a name lets it keep. */
function isPlanned({ text, values }: QueryConfig): boolean {
  return Boolean(values?.length) || /^\s*(select|with)\b/i.test(text);
}

/** A connection that keeps what it is to send, without a Sync: each write would cost more than its bytes. */
function gathering(connection: Connection, parts: Uint8Array[]): Connection {
  const nothing = () => undefined;
  const { writable } = connection.stream;
  const stream = { writable, write: (part: Uint8Array) => parts.push(part) > 0, cork: nothing, uncork: nothing };
  return Object.create(connection, { sync: { value: nothing }, stream: { value: stream } }) as Connection;
}

/** Lets go of what a connection has prepared first, where it has prepared too much. */
function makeRoom(prepared: Prepared): void {
  const names = Object.keys(prepared.parsedStatements);
  for (const name of names.slice(0, Math.max(0, names.length - mostPrepared))) {
    prepared.close({ type: 'S', name });
    delete prepared.parsedStatements[name];
  }
}

/** A table has other columns since the statement was prepared: https://www.postgresql.org/docs/current/sql-prepare.html. */
function isOutdated(error: Error): boolean {
  const { code, routine } = error as { code?: unknown; routine?: unknown };
  return code === '0A000' && routine === 'RevalidateCachedQuery';
}
