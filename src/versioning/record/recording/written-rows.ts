/** A row as PostgreSQL gave it, by column. */
export type WrittenRow = Readonly<Record<string, unknown>>;

const captures = new WeakMap<object, Map<string, WrittenRow>>();

/** From here on, the rows that the ORM writes in a transaction are kept as they then stand. */
export function captureWrittenRows(transaction: object): void {
  captures.set(transaction, new Map());
}

/** From here on, they are not. @returns those that were, by id */
export function endCapture(transaction: object): ReadonlyMap<string, WrittenRow> {
  const rows = captures.get(transaction) ?? new Map<string, WrittenRow>();
  captures.delete(transaction);
  return rows;
}

/** Where the rows that a transaction writes are to be kept; undefined where nobody asks for them. */
export function writtenRowsOf(transaction: object | undefined): Map<string, WrittenRow> | undefined {
  return transaction && captures.get(transaction);
}
