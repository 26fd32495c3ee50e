import type { Client } from 'pg';

/**
 * Rolls back after a failure, which stays what the caller hears of: a rollback that fails too has lost its connection, and
 * that rolls back.
 */
export async function rollback(client: Client, failure: unknown): Promise<void> {
  try {
    await client.query('rollback');
  } catch (error) {
    if (failure instanceof Error) failure.cause ??= error;
  }
}
