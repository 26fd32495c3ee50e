import type { Client, Connection, FieldDef, QueryConfig, Submittable } from 'pg';
import { BatchedQuery, type BatchedStatement, type DataRow, forgetColumns } from './batched-query.js';
import type { StatementNames } from './statement-names.js';

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
 * extended protocol wants it. Those that come again are prepared under their names; where names do not work, all of them are
 * sent once more without, unless they are part of a transaction that this has ended.
 */
export class StatementBatch implements Submittable {
  #steps: readonly BatchedQuery[];
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
    const closed = makeRoom(gathered as unknown as Prepared);
    for (const step of this.#steps) {
      const error = step.submit(gathered);
      if (error) {
        // Nothing is sent, and so nothing is closed.
        Object.assign((connection as unknown as Prepared).parsedStatements, closed);
        return error;
      }
    }
    for (const name of Object.keys(closed)) forgetColumns(connection, name);
    const { stream } = connection;
    stream.cork();
    stream.write(Buffer.concat(parts));
    connection.sync();
    stream.uncork();
    return null;
  }

  handleRowDescription(message: { fields: FieldDef[] }): void {
    this.#step.handleRowDescription(message);
  }

  handleDataRow(message: DataRow): void {
    this.#step.handleDataRow(message);
  }

  handleCommandComplete(message: { text: string }): void {
    this.#step.handleCommandComplete(message);
    this.#next();
  }

  handleEmptyQuery(): void {
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
  handleReadyForQuery(): void {
    for (const step of this.#steps) step.handleReadyForQuery();
  }

  /** Of the statement under way; those after it are not run. */
  handleError(error: Error, connection: Connection): void {
    const unsent = this.#steps.slice(this.#current);
    const { submittedNamedStatements } = connection as unknown as Prepared;
    for (const { name } of unsent) if (name !== undefined) delete submittedNamedStatements[name];
    if (this.#isToBeRepeated(error, connection as unknown as Prepared)) return this.#repeat();
    for (const step of this.#steps.slice(0, this.#current)) step.handleReadyForQuery();
    for (const step of unsent) step.handleError(error);
  }

  get #step(): BatchedQuery {
    return this.#steps[this.#current]!;
  }

  /** The last stays the one under way until the connection is free again. */
  #next(): void {
    if (this.#current < this.#steps.length - 1) this.#current += 1;
  }

  #made(isNamed = true): BatchedQuery[] {
    const { client } = this;
    const { connection } = client as unknown as { connection: object };
    const readerOf = (type: number) => client.getTypeParser(type, 'text') as (value: string) => unknown;
    return this.#statements.map((one) => {
      const { statement } = one;
      const name = isNamed && isPrepared(statement) ? this.names.nameOf(statement.text) : undefined;
      return new BatchedQuery(one, connection, readerOf, name);
    });
  }

  #isToBeRepeated(error: Error, prepared: Prepared): boolean {
    const { name } = this;
    if (name === undefined) return false;
    if (isOutdated(error)) {
      delete prepared.parsedStatements[name];
      forgetColumns(prepared, name);
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

/** Whether it comes again: PostgreSQL makes a plan for it, which a name lets it keep, or it stands around others. */
function isPrepared({ text, values }: QueryConfig): boolean {
  return Boolean(values?.length) || /^\s*(select|with|begin|commit)\b/i.test(text);
}

/** A connection that keeps what it is to send, without a Sync: each write would cost more than its bytes. */
function gathering(connection: Connection, parts: Uint8Array[]): Connection {
  const nothing = () => undefined;
  const { writable } = connection.stream;
  const stream = { writable, write: (part: Uint8Array) => parts.push(part) > 0, cork: nothing, uncork: nothing };
  return Object.create(connection, { sync: { value: nothing }, stream: { value: stream } }) as Connection;
}

/**
 * Lets go of what a connection has prepared first, where it has prepared too much.
 *
 * @returns of what, text by name
 */
function makeRoom(prepared: Prepared): Prepared['parsedStatements'] {
  const known = Object.entries(prepared.parsedStatements);
  const closed = known.slice(0, Math.max(0, known.length - mostPrepared));
  for (const [name] of closed) {
    prepared.close({ type: 'S', name });
    delete prepared.parsedStatements[name];
  }
  return Object.fromEntries(closed);
}

/** A table has other columns since the statement was prepared: https://www.postgresql.org/docs/current/sql-prepare.html. */
function isOutdated(error: Error): boolean {
  const { code, routine } = error as { code?: unknown; routine?: unknown };
  return code === '0A000' && routine === 'RevalidateCachedQuery';
}
