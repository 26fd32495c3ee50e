import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startInMemoryServer, type InMemoryServer } from './in-memory-server.js';

let server: InMemoryServer;

beforeAll(async () => {
  server = await startInMemoryServer();
});
afterAll(() => server.app.close());

describe('without a database', () => {
  it('the process is alive', async () => {
    const answer = await fetch(`${server.url}/healthz`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ status: 'alive' });
  });

  it('the server is not ready, and says so soon', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => fetch(`${server.url}/readyz`)));
    for (const answer of answers) {
      expect(answer.status).toBe(503);
      expect(await answer.json()).toEqual({
        status: 'unavailable',
        database: 'unreachable',
        catalogue: { checkedAt: null, problems: [] },
      });
    }
  });
});

describe('/metrics', () => {
  it('counts requests by operation and outcome', async () => {
    await server.post({ query: '{ hello }' });
    await server.post({ query: '{ hello }' });
    await server.post({ query: '{ fail(with: "domain") }' });
    await server.post({ query: '{ nothing }' });
    const answer = await fetch(`${server.url}/metrics`);
    expect(answer.headers.get('content-type')).toContain('text/plain');
    const text = await answer.text();
    expect(text).toContain('palimpsest_graphql_requests_total{operation="query",code="OK"} 2');
    expect(text).toContain('palimpsest_graphql_requests_total{operation="query",code="NOT_FOUND"} 1');
    expect(text).toContain('palimpsest_graphql_requests_total{operation="none",code="GRAPHQL_VALIDATION_FAILED"} 1');
    expect(text).toContain('palimpsest_graphql_request_duration_seconds_count{operation="query",code="OK"} 2');
    expect(text).toContain('# TYPE palimpsest_database_pool gauge');
    expect(text).toContain('process_cpu_seconds_total');
    expect(text).toContain('palimpsest_catalogue_problems 0');
    expect(text).toContain('palimpsest_statements_prepared 1');
    expect(text).not.toMatch(/^palimpsest_(job|purge)/m);
  });

  it('tell, as /readyz does, that statements cannot stay prepared', async () => {
    const health = {
      catalogue: () => ({ checkedAt: null, problems: [] }),
      areStatementsPrepared: () => false,
      jobs: async () => undefined,
      sealing: async () => undefined,
      migrations: async () => undefined,
    };
    const other = await startInMemoryServer({ health });
    const [metrics, ready] = await Promise.all(['metrics', 'readyz'].map((path) => fetch(`${other.url}/${path}`)));
    expect(await metrics!.text()).toContain('palimpsest_statements_prepared 0');
    expect(await ready!.json()).toMatchObject({ statements: 'not prepared' });
    await other.app.close();
  });

  it('belong to one server', async () => {
    const other = await startInMemoryServer();
    expect(await (await fetch(`${other.url}/metrics`)).text()).not.toContain('requests_total{');
    await other.app.close();
  });
});
