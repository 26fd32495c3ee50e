import { afterAll, beforeAll, expect, it } from 'vitest';
import { asSuperuser } from '../../support/cluster.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const stored = '{"price": 1000.50, "count": 7, "size": 12345678901234567890, "ratio": 0.5, "document": {"x": 1.50}}';

it.each([
  [
    'of columns, by their types',
    { price: { type: 'numeric(12,2)' }, count: { type: 'bigint' }, size: { type: 'numeric' }, ratio: { type: 'real' } },
    '{"count": "7", "price": "1000.50", "ratio": 0.5}',
  ],
  ['that have no place in their columns, by their digits', null, '{"count": 7, "price": "1000.50", "ratio": "0.5"}'],
])('Numbers %s, come as text where a double may not hold them', async (_which, columns, given) => {
  const text = await asSuperuser(database.superuserUrl, async (client) => {
    const { rows } = await client.query<{ text: string }>(`select palimpsest.exact_numbers($1, $2)::text as text`, [
      stored,
      columns,
    ]);
    return rows[0]!.text;
  });
  // As text, since a number of JavaScript has lost what this is about.
  const rest = '"document": {"x": 1.50}';
  expect(text).toContain(rest);
  const { size, document: _, ...others } = JSON.parse(text) as Record<string, unknown>;
  expect(size).toBe('12345678901234567890');
  expect(others).toEqual(JSON.parse(given));
});
