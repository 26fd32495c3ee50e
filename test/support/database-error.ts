import { DatabaseError } from 'pg';

/** An error as pg makes it of what PostgreSQL says. */
export function databaseError(message: string, code: string, details: { table?: string } = {}): DatabaseError {
  return Object.assign(new DatabaseError(message, message.length, 'error'), { severity: 'ERROR', code, ...details });
}
