import { type ExecutionResult, GraphQLError } from 'graphql';
import { DomainError, sqlState, SqlState } from '../versioning/index.js';
import { refusalOf } from './format-error.js';
import type { Health } from './health.js';

/**
 * A table, column or function that is not there, or a column that this version does not know and that must have a value.
 * What entities require is asked for before.
 */
const otherTables: ReadonlySet<unknown> = new Set([
  SqlState.notNullViolation,
  SqlState.undefinedTable,
  SqlState.undefinedColumn,
  SqlState.undefinedFunction,
]);

const sentence =
  'The database has other tables than this version of the server knows: another version has changed them; ask that one.';

/**
 * Says of what failed for want of a table or column that a newer version has changed the tables under this one, where one
 * has. Where none has, the failure is our own, and stays so.
 *
 * @param migrations asks how the database's migrations stand to this version's
 */
export async function explainChangedTables(
  result: ExecutionResult,
  migrations: Health['migrations'],
): Promise<ExecutionResult> {
  if (!result.errors?.some(isAboutTables)) return result;
  const { newer = [] } = (await migrations()) ?? {};
  if (newer.length === 0) return result;
  return { ...result, errors: result.errors.map((error) => (isAboutTables(error) ? changedTables(error) : error)) };
}

function isAboutTables(error: GraphQLError): boolean {
  return otherTables.has(sqlState(error)) && refusalOf(error).code === 'INTERNAL_SERVER_ERROR';
}

function changedTables(cause: GraphQLError): GraphQLError {
  const { nodes, path } = cause;
  const originalError = new DomainError('UNAVAILABLE', sentence, {}, { cause });
  return new GraphQLError(sentence, { originalError, nodes: nodes ?? null, path: path ?? null });
}
