/** Where the database finds the ids that a record is linked to, and under which key a snapshot holds them. */
export interface LinkSpec {
  readonly key: string;
  readonly table: string;
  /** The link table's column that refers to the record. */
  readonly owner: string;
  /** The link table's column that refers to what it is linked to. */
  readonly target: string;
}
