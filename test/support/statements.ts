import { Client } from 'pg';
import { vi } from 'vitest';

/** The texts of the statements that this process sends to PostgreSQL while something is done, in their order. */
export async function statementsDuring(work: () => Promise<unknown>): Promise<string[]> {
  const sent = vi.spyOn(Client.prototype, 'query');
  try {
    await work();
    return sent.mock.calls.map(([query]) => {
      const text: unknown = typeof query === 'string' ? query : Reflect.get(query as object, 'text');
      return String(text).trim();
    });
  } finally {
    sent.mockRestore();
  }
}
