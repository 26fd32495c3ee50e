/** A unique key as the database has it, whatever its name and whoever made it. */
export interface UniqueKey {
  readonly table: string;
  /** The columns it is made of, directly or in an expression. Columns of its condition alone are left out. */
  readonly columns: readonly string[];
  /** All that decides whether a row has the key, and which: its columns, and those of its condition. */
  readonly decidedBy: readonly string[];
  /** What is unique, as SQL over the columns of the table: a column, or an expression such as `lower(email)`. */
  readonly expressions: readonly string[];
  /** Among which rows, as SQL; null for all. */
  readonly condition: string | null;
  /** Whether it holds what the database computes out of other columns. */
  readonly isComputed: boolean;
}
