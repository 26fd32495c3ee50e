import { Parser } from 'graphql/language/parser.js';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { usedHeap } from '../support/used-heap.js';
import { startInMemoryServer, type InMemoryServer } from './in-memory-server.js';

const megabyte = 1024 * 1024;

let server: InMemoryServer;
beforeAll(async () => {
  server = await startInMemoryServer();
});
afterAll(() => server.app.close());

const parses = vi.spyOn(Parser.prototype, 'parseDocument');
afterEach(() => parses.mockClear());

it('reads a document once to look at it and once to answer it, however often it comes', async () => {
  const documents = ['{ hello }', '{ fail(with: "domain") }', '# as a file has it\n\n{ hello }'];
  for (const query of documents) {
    for (let time = 0; time < 5; time++) await server.post({ query });
    expect(parses).toHaveBeenCalledTimes(2);
    // Nothing holds it but what was made to.
    usedHeap();
    await server.post({ query });
    await server.app.inject({
      url: `/graphql?query=${encodeURIComponent(query)}`,
      headers: { 'apollo-require-preflight': 'true' },
    });
    expect(parses).toHaveBeenCalledTimes(2);
    parses.mockClear();
  }
});

it('reads one again that is wrong', async () => {
  for (let time = 0; time < 2; time++) expect((await server.post({ query: '{ nothing }' })).status).toBe(400);
  expect(parses).toHaveBeenCalledTimes(3);
});

it('is filled by no number of documents that are comments most of all', async () => {
  const query = (n: number, lines: number) => `${'#\n'.repeat(lines)}{ a${n}: __typename }`;
  const before = usedHeap();
  for (let n = 0; n < 100; n++) {
    expect((await server.post({ query: query(n, 9000) })).status).toBe(200);
    expect((await server.post({ query: query(n, 5000) })).status).toBe(200);
  }
  parses.mockClear();
  expect(usedHeap() - before).toBeLessThan(45 * megabyte);
});
