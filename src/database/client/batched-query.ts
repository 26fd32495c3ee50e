import { type Connection, type FieldDef, Query, type QueryConfig, type QueryResult } from 'pg';

/** A statement, and who hears what becomes of it. */
export interface BatchedStatement {
  readonly statement: CountedStatement;
  readonly done: (error: Error | null, result: QueryResult) => void;
}

/** A statement whose rows are counted as they come in. */
export interface CountedStatement extends QueryConfig {
  /** Told the bytes of each row's values before anything is made of it; where it throws, the statement fails with that. */
  readonly counted?: (bytes: number) => void;
}

/** The columns of a statement's rows. */
interface Columns {
  readonly fields: FieldDef[];
  /** Makes values of what PostgreSQL sends, by column. */
  readonly readers: readonly ((value: string) => unknown)[];
}

/** A row as it comes in. */
export interface DataRow {
  readonly fields: readonly (string | null)[];
  /** Of the message, in bytes. */
  readonly length: number;
}

/** The columns of what connections have prepared, by name: PostgreSQL need not describe it again. */
const described = new WeakMap<object, Map<string, Columns>>();

/** Forgets the columns of what a connection has prepared no more. */
export function forgetColumns(connection: object, name: string): void {
  described.get(connection)?.delete(name);
}

/** `INSERT 0 3`, `SELECT 3`, `BEGIN`. */
const commandTag = /^([A-Za-z]+)(?: (\d+))?(?: (\d+))?/;

/** What pg's own query sends, and what it does with messages that few statements get; not part of its types. */
declare class PgQuery {
  constructor(config: object);
  readonly name?: string;
  readonly text: string;
  hasBeenParsed(connection: object): unknown;
  submit(connection: Connection): Error | null;
  handlePortalSuspended(connection: Connection): void;
  handleCopyInResponse(connection: Connection): void;
  handleCopyData(message: unknown, connection: Connection): void;
}

/** A statement as one of a batch. Where its connection has prepared it, its columns are known. */
export class BatchedQuery extends (Query as unknown as typeof PgQuery) {
  readonly #result: QueryResult = { command: '', rowCount: null, oid: 0, fields: [], rows: [] };
  #columns: Columns | undefined;
  #failure: Error | undefined;
  #isSubmitting = false;

  /**
   * @param connection by which it is sent
   * @param readerOf what makes values of a type, by its number
   * @param name under which it is prepared; absent: it is not
   */
  constructor(
    private readonly batched: BatchedStatement,
    private readonly connection: object,
    private readonly readerOf: (type: number) => (value: string) => unknown,
    name?: string,
  ) {
    super({ ...batched.statement, ...(name !== undefined && { name }), queryMode: 'extended' });
  }

  /**
   * @param gathered what is to be sent goes there
   * @returns why it cannot be sent, such as a value of which no text can be made: then nothing may be that goes with it
   */
  override submit(gathered: Connection): Error | null {
    if (this.name !== undefined) {
      if (this.hasBeenParsed(gathered)) this.#columns = described.get(this.connection)?.get(this.name);
      // What is described once more may have become something else.
      else forgetColumns(this.connection, this.name);
    }
    const undescribed = { describe: { value: () => undefined } };
    this.#isSubmitting = true;
    const refused = super.submit(this.#columns ? (Object.create(gathered, undescribed) as Connection) : gathered);
    this.#isSubmitting = false;
    return refused ?? this.#failure ?? null;
  }

  handleRowDescription({ fields }: { fields: FieldDef[] }): void {
    this.#columns = { fields, readers: fields.map(({ dataTypeID }) => this.readerOf(dataTypeID)) };
    if (this.name === undefined) return;
    const known = described.get(this.connection) ?? new Map<string, Columns>();
    described.set(this.connection, known.set(this.name, this.#columns));
  }

  handleDataRow({ fields: values, length }: DataRow): void {
    // Those that are still on the way are let go.
    if (this.#failure) return;
    try {
      this.batched.statement.counted?.(length - lengthsOf(values));
      this.#result.rows.push(this.#rowOf(values));
    } catch (error) {
      this.#failure = error as Error;
    }
  }

  #rowOf(values: DataRow['fields']): Record<string, unknown> {
    const { fields, readers } = this.#columns!;
    const row: Record<string, unknown> = {};
    for (let n = 0; n < values.length; n++) {
      const value = values[n]!;
      row[fields[n]!.name] = value === null ? null : readers[n]!(value);
    }
    return row;
  }

  handleCommandComplete({ text }: { text: string }): void {
    const [, command = '', first, second] = commandTag.exec(text) ?? [];
    const rowCount = second ?? first;
    Object.assign(this.#result, { command, rowCount: rowCount === undefined ? null : Number(rowCount) });
    this.#result.fields = this.#columns?.fields ?? [];
  }

  handleReadyForQuery(): void {
    this.batched.done(this.#failure ?? null, this.#result);
  }

  handleError(error: Error): void {
    // By pg itself, which would go on.
    if (this.#isSubmitting) this.#failure = error;
    else this.batched.done(this.#failure ?? error, this.#result);
  }
}

/** Bytes of a row's message that are no value: its length, how many values, and the length of each. */
function lengthsOf(values: readonly unknown[]): number {
  return 4 + 2 + 4 * values.length;
}
