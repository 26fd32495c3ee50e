import { type Connection, type Submittable, types } from 'pg';
import type { Step } from './statement.js';

/** A row by its columns. */
export type Row = Readonly<Record<string, never>>;

interface Field {
  readonly name: string;
  readonly dataTypeID: number;
}

/** What `pg` can do, and its types do not know. */
interface Wire {
  readonly stream: { cork(): void; uncork(): void };
  parse(query: { name: string; text: string; types: number[] }): void;
  bind(config: { statement: string; values: readonly string[] }): void;
  describe(message: { type: 'S'; name: string }): void;
  execute(config: object): void;
  sync(): void;
}

const timestamptz = 1184;

/** What a connection has prepared, with the columns of each. */
const prepared = new WeakMap<object, Map<string, Field[]>>();

/**
 * Several prepared statements as one message: all of them up to the one Sync are one transaction, in which a setting made
 * by the first holds for the others and for nobody after them. Where one fails, the rest is skipped.
 * See https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-PIPELINING.
 */
export class Batch implements Submittable {
  /** The rows of each step; rejected where one fails, or the commit. The connection is of no use then. */
  readonly rows: Promise<Row[][]>;
  readonly #steps: readonly Step[];
  readonly #found: Row[][] = [[]];
  readonly #settle = Promise.withResolvers<Row[][]>();
  #known = new Map<string, Field[]>();

  constructor(steps: readonly Step[]) {
    this.#steps = steps;
    this.rows = this.#settle.promise;
  }

  submit(connection: Connection): void {
    const wire = connection as unknown as Wire;
    this.#known = prepared.get(connection) ?? new Map<string, Field[]>();
    prepared.set(connection, this.#known);
    wire.stream.cork();
    for (const { statement, values } of this.#steps) {
      if (!this.#known.has(statement.name)) {
        wire.parse({ ...statement, types: [] });
        wire.describe({ type: 'S', name: statement.name });
      }
      wire.bind({ statement: statement.name, values });
      wire.execute({});
    }
    wire.sync();
    wire.stream.uncork();
  }

  handleRowDescription({ fields }: { fields: Field[] }): void {
    this.#known.set(this.#statement, fields);
  }

  handleDataRow({ fields }: { fields: (string | null)[] }): void {
    const columns = this.#known.get(this.#statement)!;
    const row: Record<string, unknown> = {};
    for (const [n, { name, dataTypeID }] of columns.entries()) row[name] = valueOf(fields[n]!, dataTypeID);
    this.#found.at(-1)!.push(row as Row);
  }

  handleCommandComplete(): void {
    if (!this.#known.has(this.#statement)) this.#known.set(this.#statement, []);
    this.#found.push([]);
  }

  handleReadyForQuery(): void {
    this.#settle.resolve(this.#found);
  }

  handleError(error: Error): void {
    this.#settle.reject(error);
  }

  get #statement(): string {
    return this.#steps[this.#found.length - 1]!.statement.name;
  }
}

function valueOf(text: string | null, type: number): unknown {
  // A Date would lose the microseconds.
  return text === null || type === timestamptz ? text : types.getTypeParser(type, 'text')(text);
}
