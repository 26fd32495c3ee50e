import { Client } from 'pg';
import type { TestServer } from '../support/test-server.js';

type Row = Record<string, unknown>;

/** Looks into a test server's database past all policies. */
export async function withSuperuser<T>(
  { database }: TestServer,
  work: (query: (sql: string, values?: unknown[]) => Promise<Row[]>) => Promise<T>,
): Promise<T> {
  const client = new Client({ connectionString: database.superuserUrl });
  await client.connect();
  try {
    return await work(async (sql, values = []) => (await client.query<Row>(sql, values)).rows);
  } finally {
    await client.end();
  }
}
