/** A constraint that a migration adds and that rows from before may break. */
export interface NewConstraint {
  readonly name: string;
  /** SQLSTATE of what breaks it. */
  readonly violation: string;
  /** SQL: what of one tenant is in the way, as `named`. */
  readonly breaches: string;
  /** What to do about it, as a sentence up to its last comma. */
  readonly advice: (count: number, named: readonly string[]) => string;
}
