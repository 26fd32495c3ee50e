import { createHash } from 'node:crypto';
import { DomainError } from '../../errors/domain-error.js';
import { unstorableText } from '../../values/storable-value.js';

/** By which argument a cursor is given. */
export type CursorArgument = 'after' | 'before';

/**
 * An opaque position in an ordered list: the values of the order's columns at one row.
 *
 * @param scope names the list's order; a cursor is good for no other
 */
export function encodeCursor(scope: string, values: readonly (string | null)[]): string {
  const payload = Buffer.from(JSON.stringify(values)).toString('base64url');
  return `${payload}.${checksum(scope, payload)}`;
}

/**
 * The inverse of {@link encodeCursor}. The checksum is no secret: it finds damage and cursors of other lists, so that
 * they get an error instead of a wrong page. What a forged one could ask for, its caller may read anyway; that it holds
 * values of the order's types is for PostgreSQL to say.
 *
 * @param argument that it was given as
 * @throws DomainError BAD_USER_INPUT
 */
export function decodeCursor(scope: string, cursor: string, argument: CursorArgument): (string | null)[] {
  const [payload = '', check, ...more] = cursor.split('.');
  const values = check === checksum(scope, payload) && more.length === 0 ? parsed(payload, argument) : undefined;
  if (!isEdge(values)) throw badCursor(argument);
  return values;
}

function parsed(payload: string, argument: CursorArgument): unknown {
  try {
    return JSON.parse(Buffer.from(payload, 'base64url').toString());
  } catch (error) {
    throw badCursor(argument, error);
  }
}

function isEdge(values: unknown): values is (string | null)[] {
  const isValue = (value: unknown) => value === null || (typeof value === 'string' && !unstorableText(value));
  return Array.isArray(values) && values.every(isValue);
}

/** The error for what is no cursor of a list. */
export function badCursor(argument: CursorArgument, cause?: unknown): DomainError {
  const message = 'The cursor is damaged or belongs to another list, order or instant.';
  return new DomainError('BAD_USER_INPUT', message, { field: argument }, { cause });
}

function checksum(scope: string, payload: string): string {
  return createHash('sha256').update(`${scope}\n${payload}`).digest('base64url').slice(0, 11);
}
