/** SQL with a name, under which a connection keeps it prepared. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** A statement with its parameters, in PostgreSQL's text form. */
export interface Step {
  readonly statement: Statement;
  readonly values: readonly string[];
}
