import { createQueryId, PostgresQueryCompiler, type RawBuilder } from 'kysely';

/** A statement as it is sent: its text, and a value for each `$n`, or what stands for one until it is sent. */
export interface CompiledStatement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** What is sent for a statement. */
export function compiled(statement: RawBuilder<unknown>): CompiledStatement {
  const { sql, parameters } = new PostgresQueryCompiler().compileQuery(statement.toOperationNode(), createQueryId());
  return { text: sql, values: parameters };
}
