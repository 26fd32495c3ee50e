import { createHash } from 'node:crypto';
import { DomainError } from './errors.js';

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
 * they get an error instead of a wrong page. What a forged one could ask for, its caller may read anyway.
 *
 * @throws DomainError BAD_USER_INPUT
 */
export function decodeCursor(scope: string, cursor: string): (string | null)[] {
  const [payload = '', check] = cursor.split('.');
  if (check !== checksum(scope, payload)) {
    throw new DomainError('BAD_USER_INPUT', 'The cursor is damaged or belongs to another list or order.');
  }
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as (string | null)[];
}

function checksum(scope: string, payload: string): string {
  return createHash('sha256').update(`${scope}\n${payload}`).digest('base64url').slice(0, 11);
}
