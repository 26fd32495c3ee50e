import { Client } from 'pg';
import { vi } from 'vitest';
import { StatementBatch } from '../../src/database/client/statement-batch.js';

/** The texts of the statements that this process sends to PostgreSQL while something is done, in their order. */
export async function statementsDuring(work: () => Promise<unknown>): Promise<string[]> {
  const sent = vi.spyOn(Client.prototype, 'query');
  try {
    await work();
    return sent.mock.calls.flatMap(([query]) => textsOf(query)).map((text) => text.trim());
  } finally {
    sent.mockRestore();
  }
}

function textsOf(query: unknown): readonly string[] {
  if (typeof query === 'string') return [query];
  return query instanceof StatementBatch ? query.texts : [String(Reflect.get(query as object, 'text'))];
}
