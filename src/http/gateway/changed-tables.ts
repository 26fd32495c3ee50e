import { ValidationError } from '@mikro-orm/core';
import { type ExecutionResult, GraphQLError } from 'graphql';
import { DomainError, errorChain, sqlState, SqlState } from '../../versioning/index.js';
import { refusalOf } from '../errors/format-error.js';
import type { Health } from '../health/health.js';

/**
 * A table, column or function that is not there, a column that this version does not know and that must have a value, or one
 * that takes other values or is of another type. What entities require is asked for before.
 */
const otherTables: ReadonlySet<unknown> = new Set([
  SqlState.invalidText,
  SqlState.notNullViolation,
  SqlState.checkViolation,
  SqlState.undefinedTable,
  SqlState.undefinedColumn,
  SqlState.datatypeMismatch,
  SqlState.undefinedFunction,
]);

/** What graphql-js and our scalars say of a stored value that is none of a field's type; there is no other mark of it. */
const otherValue = /cannot represent|is not in its form/;

const sentences = {
  newer:
    'The database has other tables than this version of the server knows: another version has changed them; ask that one.',
  altered: 'Somebody has altered tables of the database, so that this server cannot answer: its health says which.',
};

/**
 * Says of what failed for want of a table or column that a newer version, or somebody, has changed the tables under this
 * one, where they are others. Where they are not, the failure is our own, and stays so.
 *
 * @param migrations asks how the database's migrations stand to this version's
 */
export async function explainChangedTables(
  result: ExecutionResult,
  migrations: Health['migrations'],
): Promise<ExecutionResult> {
  if (!result.errors?.some(isAboutTables)) return result;
  const { newer = [], problems = [] } = (await migrations()) ?? {};
  if (newer.length + problems.length === 0) return result;
  const sentence = newer.length > 0 ? sentences.newer : sentences.altered;
  return {
    ...result,
    errors: result.errors.map((error) => (isAboutTables(error) ? changedTables(error, sentence) : error)),
  };
}

function isAboutTables(error: GraphQLError): boolean {
  if (refusalOf(error).code !== 'INTERNAL_SERVER_ERROR') return false;
  // MikroORM looks at a whole record before it writes any of it.
  return (
    otherTables.has(sqlState(error)) ||
    otherValue.test(error.message) ||
    errorChain(error).some((cause) => cause instanceof ValidationError)
  );
}

function changedTables(cause: GraphQLError, sentence: string): GraphQLError {
  const { nodes, path } = cause;
  const originalError = new DomainError('UNAVAILABLE', sentence, {}, { cause });
  return new GraphQLError(sentence, { originalError, nodes: nodes ?? null, path: path ?? null });
}
